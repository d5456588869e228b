// SPDX-License-Identifier: Apache-2.0

/// What the rows of a file have described so far: of each record a hash of its name, and one of
/// what it was described as.
package struct RowMemory {
  /// Notes a record; returns what was noted of it before, and leaves that: nil where nothing was.
  ///
  /// Throws what stands in the way of keeping it.
  let note: (_ name: Int, _ content: Int) throws -> Int?

  /// A memory that is kept elsewhere, as a long file needs it.
  package init(_ note: @escaping (_ name: Int, _ content: Int) throws -> Int?) {
    self.note = note
  }

  /// A memory of its own, which grows by sixteen bytes and more with each record.
  package init() {
    var seen: [Int: Int] = [:]
    self.init { name, content in
      if let earlier = seen[name] { return earlier }
      seen[name] = content
      return nil
    }
  }
}
