// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Intake
import SyncProtocol

/// One event of a real edit history: what somebody wrote, having seen what its parents had.
struct EditEvent {
  /// A value that the event wrote into a field.
  struct Write {
    let path: FieldPath
    /// The value as its JSON text, or ``FieldValue/null`` where the field was removed.
    let value: FieldValue
  }

  /// The event's number in the history; parents stand before their children.
  let number: Int
  let parents: [Int]
  let dot: Dot
  /// What it wrote, by record.
  let writes: [(record: String, writes: [Write])]
}

/// Why a history could not be replayed.
struct HistoryFault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

extension EditEvent {
  /// The longest history that is read, unpacked.
  private static let bytesMaximum = 1 << 30

  /// Reads a history: one event a line, as JSON, plain or gzipped.
  static func events(at path: String) throws -> [EditEvent] {
    var bytes: [UInt8] = []
    let source = try ByteSource(path: path)
    while let chunk = try source.next() {
      bytes += chunk
    }
    if bytes.starts(with: [0x1f, 0x8b]) {
      bytes = try Gzip.decompress(bytes, limit: bytesMaximum)
    }
    var replicas: [String: ReplicaID] = [:]
    return try bytes.split(separator: UInt8(ascii: "\n")).enumerated().map { line, text in
      let value = try JSONParser.value(of: Array(text), firstLine: line + 1)
      guard let event = EditEvent(value, replicas: &replicas) else {
        throw HistoryFault("Line \(line + 1) is no event with n, parents, replica, seq and ops.")
      }
      return event
    }
  }

  private init?(_ json: JSONValue, replicas: inout [String: ReplicaID]) {
    guard let number = json["n"]?.whole, let parents = json["parents"]?.array,
      let replica = json["replica"]?.typed, let counter = json["seq"]?.whole, counter > 0,
      let operations = json["ops"]?.array
    else { return nil }
    let id = replicas[replica] ?? EditEvent.id(ofReplica: replica)
    replicas[replica] = id
    self.number = number
    self.parents = parents.compactMap(\.whole)
    dot = Dot(id, UInt64(counter))
    writes = operations.compactMap { operation in
      guard let record = operation["record"]?.typed, case .object(let set) = operation["set"] else {
        return nil
      }
      return (record, set.members.compactMap(Write.init))
    }
    guard self.parents.count == parents.count, writes.count == operations.count else { return nil }
  }

  /// Histories name their replicas by short texts.
  private static func id(ofReplica name: String) -> ReplicaID {
    let digest = StableHash.digest(Array(name.utf8)).prefix(16)
    return ReplicaID(bits: digest.reduce(0) { $0 << 8 | UInt128($1) })
  }
}

extension EditEvent.Write {
  fileprivate init?(_ member: JSONObject.Member) {
    path = FieldPath(member.name)
    switch member.value {
    case .null: value = .null
    case .text(let text): value = .text(text)
    default: return nil
    }
  }
}

extension JSONValue {
  fileprivate var array: [JSONValue]? {
    if case .array(let values) = self { values } else { nil }
  }

  fileprivate var whole: Int? {
    if case .number(let text) = self { Int(text) } else { nil }
  }
}
