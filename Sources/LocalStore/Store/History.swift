// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB
import SyncProtocol

/// One write to one field, as a history shows it.
package struct HistoryEntry: Hashable, Sendable {
  /// The write.
  package let dot: Dot

  /// Who wrote, when by their clock, with what rank.
  package let stamp: Stamp

  /// The field; ``FieldPath/tombstone`` for a deletion.
  package let path: FieldPath

  /// What stood there for the writer before; empty where nothing did, several where they differed.
  package let before: [FieldValue]

  /// What the writer put; nil where they removed the field's value.
  package let after: FieldValue?

  /// Whether the hub refused the change.
  package let isRefused: Bool
}

extension StoreReader {
  /// Every write to a record that the store knows of, earlier ones first.
  ///
  /// Own changes come from the journal, others' overwritten ones came with their record, and what
  /// is live is in the record itself; also in what the hub sent, where a waiting change hides it.
  package func history(of id: RecordID) throws -> [HistoryEntry] {
    var known: [Dot: (change: Change, refused: Bool)] = [:]
    let sql = """
      SELECT bytes, state IN (2, 3) FROM journal WHERE record = ?1
      UNION ALL SELECT bytes, 0 FROM past WHERE record = ?1
      """
    for row in try Row.fetchAll(database, sql: sql, arguments: [Data(id.bytes)]) {
      let change = try ChangeCodec.change(from: Array(row[0] as Data))
      known[change.dot] = (change, row[1])
    }
    for change in try states(of: id).flatMap(\.liveWrites) where known[change.dot] == nil {
      known[change.dot] = (change, false)
    }
    // A change has a greater depth than all that it has seen, so this order respects causality.
    let ordered = known.values.sorted {
      ($0.change.stamp.depth, $0.change.stamp.enteredAt.milliseconds, $0.change.dot)
        < ($1.change.stamp.depth, $1.change.stamp.enteredAt.milliseconds, $1.change.dot)
    }
    let changes = ordered.map(\.change)
    return ordered.flatMap { entry in
      entry.change.historyEntries(among: changes, isRefused: entry.refused)
    }
  }
}

extension StoreReader {
  /// What the hub sent of a record, and what people see.
  private func states(of id: RecordID) throws -> [Record] {
    let sql =
      "SELECT shadow FROM record WHERE id = ? UNION ALL SELECT view FROM record WHERE id = ?"
    let bytes = Data(id.bytes)
    return try Optional<Data>.fetchAll(database, sql: sql, arguments: [bytes, bytes])
      .compactMap(\.self).map(decoded)
  }
}

extension Change {
  fileprivate func historyEntries(among all: [Change], isRefused: Bool) -> [HistoryEntry] {
    let written = puts.filter { $0.path != .existence }.map { ($0.path, Optional($0.value)) }
    return (written + unsets.map { ($0, nil) }).map { path, value in
      HistoryEntry(
        dot: dot,
        stamp: stamp,
        path: path,
        before: values(of: path, seenBy: base, among: all),
        after: value,
        isRefused: isRefused
      )
    }
  }

  /// What stood in a field for somebody who had seen this much: writes that no other write of the
  /// field, among those seen, had seen.
  private func values(
    of path: FieldPath,
    seenBy base: VersionVector,
    among all: [Change]
  ) -> [FieldValue] {
    let seen = all.filter { base.contains($0.dot) && $0.touches(path) }
    return seen.filter { change in !seen.contains { $0.base.contains(change.dot) } }
      .compactMap { change in change.puts.first { $0.path == path }?.value }
  }

  private func touches(_ path: FieldPath) -> Bool {
    unsets.contains(path) || puts.contains { $0.path == path }
  }
}

extension Record {
  /// The writes whose values are live, each as a change that put just those.
  ///
  /// What they had seen is not kept in a record: they show nothing as having stood before.
  fileprivate var liveWrites: [Change] {
    var puts: [Dot: [Put]] = [:]
    var stamps: [Dot: Stamp] = [:]
    for field in fields {
      for sibling in field.siblings.all {
        puts[sibling.dot, default: []].append(Put(field.path, sibling.value))
        stamps[sibling.dot] = sibling.stamp
      }
    }
    return puts.compactMap { dot, puts in
      stamps[dot].map {
        Change(
          dot: dot,
          header: header,
          base: VersionVector(),
          puts: puts,
          stamp: $0,
          previous: .none
        )
      }
    }
  }
}
