// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import SyncProtocol

/// What people do.
extension Replica {
  /// Makes one change: a person's edit of one record, in their journal and in what they see.
  ///
  /// - Parameters:
  ///   - header: The record; it is created where the store has none.
  ///   - edit: What the person means to do.
  ///   - isResolution: Whether the edit settles a conflict, and so outranks other edits.
  /// - Returns: The record as it is now.
  /// - Throws: ``ReplicaError/refused(_:)`` where the person may not, a value is not valid, or the
  ///   record is one that the hub has taken away.
  @discardableResult
  package mutating func edit(
    _ header: RecordHeader,
    _ edit: Edit,
    isResolution: Bool = false
  ) throws -> Record {
    guard let person = try storage.owner() else { throw ReplicaError.notEnrolled }
    var record = try storage.record(header.id) ?? newRecord(header)
    let authority: Authority =
      isResolution ? .resolution : person.role == .coordinator ? .coordinator : .shopper
    let writer = Writer(person: person.id, authority: authority, now: now())
    let change = record.change(edit, by: writer, at: try storage.nextPosition())
    let parent = try header.parent.flatMap { try storage.record($0)?.header }
    let known = record.context.isEmpty ? nil : record.header
    if let refusal = WriteRule.refusal(of: change, by: person, known: known, parent: parent) {
      throw ReplicaError.refused(refusal)
    }
    guard record.apply(change) == .applied else {
      throw ReplicaError.damaged("a change does not follow from what the store holds")
    }
    let bytes = ChangeCodec.bytes(of: change)
    guard bytes.count <= SyncLimits.changeBytesMaximum else {
      throw ReplicaError.refused(
        Refusal(.tooLarge, "The entry is larger than 1 MiB: shorten its texts.")
      )
    }
    try storage.append(KeptChange(change: change, bytes: bytes))
    try storage.keepView(record)
    return record
  }

  /// Writes fields of a record, of those only that differ from what it holds.
  ///
  /// - Returns: Whether anything differed: importing the same twice writes nothing.
  @discardableResult
  package mutating func put(_ puts: [Put], into header: RecordHeader) throws -> Bool {
    let record = try storage.record(header.id)
    let fresh = puts.filter { put in
      guard let record, !record.isDeleted, !record.isProvisional(put.path) else { return true }
      return record.value(of: put.path) != put.value
    }
    guard record == nil || !fresh.isEmpty else { return false }
    try edit(header, .write(fresh))
    return true
  }

  /// Says again what a refused change said, as a new change on what the record holds now; the
  /// refused one stays in the journal, and leaves the list.
  ///
  /// - Parameter counter: The change's counter; where two names have refused ones, the newer's.
  /// - Returns: Whether the counter names a refused change.
  /// - Throws: ``ReplicaError``, and what the storage throws.
  package mutating func requeue(_ counter: UInt64) throws -> Bool {
    for incarnation in try storage.incarnations().reversed() {
      let refused = try storage.refusedChanges(of: incarnation.replica, after: counter - 1).first
      guard let refused, refused.change.dot.counter == counter else { continue }
      let change = refused.change
      let puts = change.puts.filter { $0.path != .existence && $0.path != .tombstone }
      let deletion = change.puts.compactMap { put in
        if case .tombstone(let tombstone) = put.value { tombstone.reason } else { nil }
      }.first
      try edit(change.header, deletion.map { .delete(reason: $0) } ?? .write(puts))
      try storage.mark(change.dot, as: .requeued)
      return true
    }
    return false
  }

  /// A record that the store has not; the hub takes none under the name of one that it has erased.
  private func newRecord(_ header: RecordHeader) throws -> Record {
    guard try !storage.wasAtHub(header.id) else {
      throw ReplicaError.refused(
        Refusal(
          .erased,
          "This name was used for something that the hub has taken away: it was erased, or is no "
            + "longer yours to read. Give another code (--id), or sync if it should be there again."
        )
      )
    }
    return Record(header: header)
  }
}

extension KeptChange {
  /// A change as it was just written, waiting.
  init(change: Change, bytes: [UInt8], state: State = .waiting) {
    self.init(change: change, bytes: bytes, hash: ChangeCodec.hash(of: bytes), state: state)
  }
}
