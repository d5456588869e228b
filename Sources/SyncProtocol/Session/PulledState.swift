// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A record's state as a pull brought it, read as far as keeping it takes.
///
/// Most records were written once, by this program: their bytes are kept as they came, and no
/// record is made of them before somebody looks at it.
package struct PulledState: Hashable, Sendable {
  /// What is known of a state beside its header.
  private enum Content: Hashable, Sendable {
    /// One write left it, of these fields by which records are found.
    case once(Dot, code: String, state: String)
    /// Anything else.
    indirect case whole(Record)
  }

  /// The state as this program writes it.
  package let bytes: ArraySlice<UInt8>

  /// What never changes about the record.
  package let header: RecordHeader

  private let content: Content

  /// A state that this program has made.
  package init(_ record: Record) {
    bytes = RecordCodec.bytes(of: record)[...]
    header = record.header
    content = .whole(record)
  }

  /// Reads a state as it came.
  ///
  /// - Parameter bytes: A record's state.
  /// - Throws: ``WireProblem`` where the bytes are not one, or contradict themselves.
  package init(from bytes: ArraySlice<UInt8>) throws(WireProblem) {
    #if !Mutants
    if let (header, dot, code, state) = bytes.withUnsafeBytes(PulledState.once) {
      self.bytes = bytes
      self.header = header
      content = .once(dot, code: code, state: state)
      return
    }
    #endif
    let record = try RecordCodec.record(from: Array(bytes))
    self.bytes = RecordCodec.bytes(of: record)[...]
    header = record.header
    content = .whole(record)
  }

  /// The last write of a replica that the record has seen; 0 for none.
  package func counter(of replica: ReplicaID) -> UInt64 {
    switch content {
    case .once(let dot, _, _): dot.replica == replica ? dot.counter : 0
    case .whole(let record): record.context[replica]
    }
  }

  /// The record.
  package var record: Record {
    switch content {
    case .whole(let record): record
    case .once(let dot, _, _):
      // What was read as a write of this form is one.
      (try? RecordCodec.record(from: Array(bytes)))
        ?? Record(header: header, siblings: [:], context: VersionVector([dot]))
    }
  }

  /// What people see of the record by which it is found.
  package var key: RecordKey {
    switch content {
    case .once(_, let code, let state): RecordKey(code: code, state: state)
    case .whole(let record): RecordKey(record)
    }
  }
}

/// What people see of a record by which it is found.
package struct RecordKey: Hashable, Sendable {
  /// Its code; empty where it has none.
  package let code: String

  /// How far a visit is; empty for what has no such state.
  package let state: String

  /// Whether it is deleted.
  package let isDeleted: Bool

  /// How many conflicts it has.
  package let conflicts: Int

  /// The key of a record that is not deleted and has no conflict.
  init(code: String, state: String) {
    self.code = code
    self.state = state
    isDeleted = false
    conflicts = 0
  }

  /// The key of a record.
  package init(_ record: Record) {
    code = record.value(of: RecordKey.codePath(of: record.header.kind))?.text ?? ""
    state = record.value(of: RecordKey.statePath)?.text ?? ""
    isDeleted = record.isDeleted
    conflicts = record.conflicts.count
  }

  fileprivate static let statePath: FieldPath = "state"

  fileprivate static func codePath(of kind: RecordKind) -> FieldPath {
    kind == .attempt ? "visit_code" : "code"
  }
}

extension PulledState {
  /// Reads a state that one write has left, and that is byte for byte as this program writes it;
  /// nil for any other, and for one that says something of a deletion.
  private static func once(
    _ bytes: UnsafeRawBufferPointer
  ) -> (RecordHeader, Dot, code: String, state: String)? {
    var form = ExactForm(bytes)
    guard var headerPart = form.part(1), let header = headerPart.header(),
      let dot = onlyDot(of: &form), var write = form.part(3), form.isAtEnd,
      var dotPart = write.part(1), dotPart.dot() == dot,
      var stamp = write.part(2), stamp.isStamp()
    else { return nil }
    let codePath = RecordKey.codePath(of: header.kind).text
    var (code, state) = ("", "")
    var last = UnsafeRawBufferPointer(start: nil, count: 0)
    while var part = write.part(3) {
      guard let put = part.put(), last.precedes(put.path), !put.path.isSame(tombstone) else {
        return nil
      }
      if put.path.isSame(codePath) { code = put.value.textOfValue ?? "" }
      if put.path.isSame("state") { state = put.value.textOfValue ?? "" }
      last = put.path
    }
    return write.isAtEnd && !last.isEmpty ? (header, dot, code, state) : nil
  }

  private static let tombstone = FieldPath.tombstone.text

  /// The one dot that a state has seen.
  private static func onlyDot(of form: inout ExactForm) -> Dot? {
    guard var context = form.part(2), var part = context.part(1), let dot = part.dot(),
      context.isAtEnd
    else { return nil }
    return dot
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the bytes are those of a text.
  fileprivate func isSame(_ text: String) -> Bool {
    var text = text
    return text.utf8.count == count && text.withUTF8 { elementsEqual($0) }
  }

  /// The text, where the bytes are a value that is one.
  fileprivate var textOfValue: String? {
    var form = ExactForm(self)
    guard let text = form.part(2)?.rest, form.isAtEnd else { return nil }
    return String(validating: text, as: UTF8.self)
  }
}
