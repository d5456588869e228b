// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import GRDB
import Replication
import RowAccess
import SyncProtocol

extension SQLiteHubStorage {
  func walk(
    _ reach: Reach,
    after seq: Int64,
    maximum: Int,
    _ body: (PulledRecord) throws -> Bool
  ) throws {
    let (sql, arguments) = reach.query(after: seq, count: maximum)
    var beginnings = try Beginnings(of: self)
    try database.each(sql, arguments: arguments) { columns in
      guard let id: RecordID = columns.name(0) else {
        throw DamagedStore("A record has no name.")
      }
      let seq = columns.number(1)
      let release = try Release(number: columns.number(2))
      let isErased = columns.number(3) == 1
      func pulled(_ state: UnsafeRawBufferPointer, _ names: StateNames? = nil) -> PulledRecord {
        PulledRecord(
          id: id,
          seq: seq,
          release: release,
          isErased: isErased,
          state: state,
          names: names
        )
      }
      return try columns.withBytes(4) { state in
        guard state.isEmpty, !isErased else { return try body(pulled(state)) }
        return try beginnings.withState(at: columns.number(5)) { try body(pulled($0, $1)) }
      }
    }
  }
}

/// The states of records whose state is what their first change makes of them.
private struct Beginnings {
  private let storage: SQLiteHubStorage
  private let entries: Prepared
  private var state: [UInt8] = []

  init(of storage: SQLiteHubStorage) throws {
    self.storage = storage
    entries = try storage.database.prepared("SELECT bytes, hash FROM log WHERE seq = ?")
  }

  /// Calls a body with the state of the record that began at a place in the log, and who is named
  /// in it where that is known.
  mutating func withState<Value>(
    at first: Int64,
    _ body: (UnsafeRawBufferPointer, StateNames?) throws -> Value
  ) throws -> Value {
    state.removeAll(keepingCapacity: true)
    let entries = entries
    let names = try entries.first(
      binding: { $0.number(first) },
      read: { columns in
        columns.withBytes(0) { bytes in
          let isSound = columns.withBytes(1) { ChangeCodec.hash(of: bytes, is: $0) }
          return isSound ? RecordCodec.addState(begunBy: bytes, to: &state) : nil
        }
      }
    )
    if let names, let names {
      return try state.withUnsafeBytes { try body($0, names) }
    }
    let made = RecordCodec.bytes(of: try storage.beginning(at: first).record)
    return try made.withUnsafeBytes { try body($0, nil) }
  }
}
