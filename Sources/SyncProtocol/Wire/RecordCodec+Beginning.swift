// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Who is named in a state that one write has left.
package struct StateNames: Hashable, Sendable {
  /// The record's owner; nil for a program's definitions.
  package let owner: PersonID?

  /// The replica whose write it is.
  package let replica: ReplicaID
}

extension RecordCodec {
  /// Adds the state of the record that begins with a change, put together from the change's own
  /// bytes: the same bytes as those of the record that it makes.
  ///
  /// - Parameters:
  ///   - change: A change as its author wrote it.
  ///   - bytes: Where the state is added.
  /// - Returns: Who is named in it; nil, and nothing is added, where the change was made on
  ///   something, or is not byte for byte as this program would write it: then the record has to be
  ///   made.
  package static func addState(
    begunBy change: UnsafeRawBufferPointer,
    to bytes: inout [UInt8]
  ) -> StateNames? {
    guard let beginning = Beginning(change) else { return nil }
    beginning.add(to: &bytes)
    return StateNames(owner: beginning.owner, replica: beginning.replica)
  }
}

/// The parts of a change of which a state is made.
private struct Beginning {
  let owner: PersonID?
  let replica: ReplicaID
  private let dot: UnsafeRawBufferPointer
  private let header: UnsafeRawBufferPointer
  private let stamp: UnsafeRawBufferPointer
  private var puts: [(path: UnsafeRawBufferPointer, whole: UnsafeRawBufferPointer)] = []

  init?(_ change: UnsafeRawBufferPointer) {
    var form = ExactForm(change)
    guard var dot = form.part(1), var header = form.part(2), form.part(3)?.isAtEnd == true else {
      return nil
    }
    (self.dot, self.header) = (dot.rest, header.rest)
    puts.reserveCapacity(12)
    while var put = form.part(4) {
      let whole = put.rest
      guard let path = put.put()?.path else { return nil }
      // A state has its fields in order of path, a change in the order in which they were given.
      var place = puts.count
      while place > 0, path.precedes(puts[place - 1].path) { place -= 1 }
      if place > 0, !puts[place - 1].path.precedes(path) { return nil }
      puts.insert((path, whole), at: place)
    }
    guard var stamp = form.part(6) else { return nil }
    self.stamp = stamp.rest
    let previous = form.part(7)
    _ = form.number(8)
    guard form.isAtEnd, !puts.isEmpty, previous == nil || previous?.rest.count == 32,
      let replica = dot.dot()?.replica, let owner = header.header()?.scope, stamp.isStamp()
    else { return nil }
    self.replica = replica
    self.owner = owner.owner
  }

  func add(to bytes: inout [UInt8]) {
    let named = part(dot.count)
    let putsCount = puts.reduce(0) { $0 + part($1.whole.count) }
    let write = named + part(stamp.count) + putsCount
    bytes.add(1, header)
    bytes.begin(2, named)
    bytes.add(1, dot)
    bytes.begin(3, write)
    bytes.add(1, dot)
    bytes.add(2, stamp)
    for put in puts { bytes.add(3, put.whole) }
  }

  /// The size of a field whose content has this size.
  private func part(_ count: Int) -> Int {
    var size = 2 + count
    var rest = count >> 7
    while rest > 0 {
      size += 1
      rest >>= 7
    }
    return size
  }
}

extension [UInt8] {
  /// Adds a field's tag and the size of its content.
  package mutating func begin(_ field: UInt8, _ count: Int) {
    append(field << 3 | 2)
    var rest = count
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  /// Adds a field of bytes.
  package mutating func add(_ field: UInt8, _ content: UnsafeRawBufferPointer) {
    begin(field, content.count)
    append(contentsOf: content)
  }
}
