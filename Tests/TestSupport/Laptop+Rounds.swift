// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import LocalStore
package import SyncProtocol

/// What a hub would make a laptop's store do, without one.
extension Laptop {
  /// Begins a visit and returns its header.
  package func begin(_ code: String, in store: LocalStore) throws -> RecordHeader {
    let program = Program.id(code: "skyline")
    let header = RecordHeader(
      id: Visit.id(program: program, shopper: owner.id, code: code),
      kind: .visit,
      scope: Scope(program: program, owner: owner.id)
    )
    try store.write {
      try $0.put(
        [Put("code", .text(code)), Put("state", .text("in_progress"))],
        into: header
      )
    }
    return header
  }

  /// The header of a visit's observation of an interaction.
  package func observation(of interaction: String, in visit: RecordHeader) -> RecordHeader {
    RecordHeader(
      id: Observation.id(visit: visit.id, interaction: interaction),
      kind: .observation,
      scope: visit.scope,
      parent: visit.id
    )
  }

  /// Answers an interaction of a visit: one change.
  package func answer(
    _ interaction: String,
    _ value: FieldValue,
    of visit: RecordHeader,
    in store: LocalStore
  ) throws {
    let header = observation(of: interaction, in: visit)
    try store.write {
      try $0.edit(header, .write([Put("interaction", .text(interaction)), Put("value", value)]))
    }
  }

  /// What people see of each interaction, by its code.
  package func values(in store: LocalStore) throws -> [String: String] {
    try store.read { reader in
      var values: [String: String] = [:]
      try reader.forEach(.observation) { record in
        values[record.value(of: "interaction")?.display ?? record.header.id.description] =
          record.value(of: "value")?.display ?? ""
      }
      return values
    }
  }

  /// Where the store stands after it did something.
  package func standing(after action: SyncAction, in store: LocalStore) throws -> Standing {
    guard case .standing(let standing)? = try store.write({ try $0.perform(action) }) else {
      throw SystemFailure("be told where the store stands", code: 0)
    }
    return standing
  }

  /// The changes of one of the store's names, as they would travel.
  package func run(of replica: ReplicaID, in store: LocalStore) throws -> [[UInt8]] {
    let standing = try store.read { try $0.standing() }
    let first = standing.incarnations.first { $0.replica == replica }?.pruned ?? 0
    let action = SyncAction.load(
      replica,
      after: first,
      changesMaximum: 1_000,
      bytesMaximum: 1 << 20
    )
    guard case .loaded(let run)? = try store.read({ try $0.perform(action) }) else { return [] }
    return run.entries.map(\.bytes)
  }

  /// The changes of one of the store's names.
  package func changes(of replica: ReplicaID, in store: LocalStore) throws -> [Change] {
    try run(of: replica, in: store).map { try ChangeCodec.change(from: $0) }
  }

  /// Lets the hub acknowledge the present name's changes up to a counter, refusing some.
  package func acknowledge(
    _ counter: UInt64,
    refusing refused: [UInt64] = [],
    because code: String = "forbidden",
    in store: LocalStore
  ) throws {
    let replica = try store.read { try $0.replica() }
    let bytes = try run(of: replica, in: store)[Int(counter) - 1]
    _ = try store.write {
      try $0.perform(
        .acknowledge(
          Acknowledgement(
            replica: replica,
            counter: counter,
            head: ChangeCodec.hash(of: bytes),
            receipt: [1],
            rejections: refused.map {
              Rejection(counter: $0, code: code, detail: "It was not to be.")
            }
          )
        )
      )
    }
  }

  /// The records of a visit as the hub would send them, having taken all that the store wrote.
  package func hubStates(in store: LocalStore) throws -> [FieldModel.Record] {
    try store.read { reader in
      var records: [FieldModel.Record] = []
      for kind in [RecordKind.visit, .observation] {
        try reader.forEach(kind, includingDeleted: true) { records.append($0) }
      }
      return records
    }
  }
}
