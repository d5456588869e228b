// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB
import RowAccess
import SyncProtocol

/// One consistent state of a store.
///
/// Records read as people see them: with waiting changes.
package struct StoreReader {
  let database: Database

  /// The record of a name; nil where the store has none.
  package func record(_ id: RecordID) throws -> Record? {
    let sql = "SELECT COALESCE(view, shadow) FROM record WHERE id = ?"
    return try Data.fetchOne(database.cachedStatement(sql: sql), arguments: [Data(id.bytes)])
      .map(decoded)
  }

  /// Calls a body with each live record of a kind, in order of code, then name.
  ///
  /// - Parameters:
  ///   - kind: The kind.
  ///   - program: The program; nil for all.
  ///   - includingDeleted: Whether deleted records are among them.
  ///   - body: Called with one record after another; memory stays constant.
  /// - Throws: ``StoreError``, and what the body throws.
  package func forEach(
    _ kind: RecordKind,
    in program: RecordID? = nil,
    includingDeleted: Bool = false,
    _ body: (Record) throws -> Void
  ) throws {
    let sql = """
      SELECT COALESCE(view, shadow) FROM record
      WHERE kind = ? AND (? IS NULL OR program = ?) AND deleted <= ? ORDER BY program, code, id
      """
    let program = program.map { Data($0.bytes) }
    let arguments: StatementArguments = [kind.rawValue, program, program, includingDeleted]
    let rows = try Data.fetchCursor(database, sql: sql, arguments: arguments)
    while let bytes = try rows.next() {
      try body(decoded(bytes))
    }
  }

  /// The free attributes that occur in the live records of a kind.
  ///
  /// Only records whose bytes hold the prefix are read: most have none.
  package func attributes(of kind: RecordKind, in program: RecordID) throws -> Set<FieldPath> {
    let sql = """
      SELECT COALESCE(view, shadow) FROM record
      WHERE kind = ? AND program = ? AND deleted = 0 AND instr(COALESCE(view, shadow), ?) > 0
      """
    let prefix = Data(FieldSchema.attributePrefix.utf8)
    let arguments: StatementArguments = [kind.rawValue, Data(program.bytes), prefix]
    let rows = try Data.fetchCursor(database, sql: sql, arguments: arguments)
    var paths: Set<FieldPath> = []
    while let bytes = try rows.next() {
      paths.formUnion(try decoded(bytes).fields.map(\.path).filter { $0.attribute != nil })
    }
    return paths
  }

  /// The live records of a kind, read as what they are about, in order of code, then name.
  package func all<View: RecordView>(
    _ view: View.Type,
    in program: RecordID? = nil
  ) throws -> [View] {
    var result: [View] = []
    try forEach(View.kind, in: program) { result.append(View($0)) }
    return result
  }

  /// The live records of a kind that belong to a visit, in order of name; on request the deleted
  /// ones too.
  package func all<View: RecordView>(
    _ view: View.Type,
    of visit: RecordID,
    includingDeleted: Bool = false
  ) throws -> [View] {
    let sql = """
      SELECT COALESCE(view, shadow) FROM record
      WHERE parent = ? AND kind = ? AND deleted <= ? ORDER BY id
      """
    return try Data.fetchAll(
      database.cachedStatement(sql: sql),
      arguments: [Data(visit.bytes), View.kind.rawValue, includingDeleted]
    ).map { View(try decoded($0)) }
  }

  /// The live record of a kind and code; nil where there is none.
  package func find<View: RecordView>(
    _ view: View.Type,
    code: String,
    in program: RecordID
  ) throws -> View? {
    let sql = """
      SELECT COALESCE(view, shadow) FROM record
      WHERE kind = ? AND program = ? AND code = ? AND deleted = 0
      """
    return try Data.fetchOne(
      database.cachedStatement(sql: sql),
      arguments: [View.kind.rawValue, Data(program.bytes), code]
    ).map { View(try decoded($0)) }
  }

  /// The names of the records of some kinds whose code is this text, or whose name begins with it.
  ///
  /// - Parameters:
  ///   - text: A code, or the beginning of a name.
  ///   - kinds: The kinds looked among.
  ///   - includingDeleted: Whether deleted records are among them.
  /// - Returns: Those whose code it is; where there are none, those whose name begins with it.
  /// - Throws: ``StoreError``.
  package func matches(
    _ text: String,
    kinds: [RecordKind],
    includingDeleted: Bool = false
  ) throws -> [RecordID] {
    let marks = kinds.map { _ in "?" }.joined(separator: ", ")
    let sql = "SELECT id, code FROM record WHERE deleted <= ? AND kind IN (\(marks))"
    var byCode: [RecordID] = []
    var byName: [RecordID] = []
    let rows = try Row.fetchCursor(
      database,
      sql: sql,
      arguments: [includingDeleted] + StatementArguments(kinds.map(\.rawValue))
    )
    let beginning = text.lowercased()
    while let row = try rows.next() {
      guard let id = RecordID(bytes: row[0] as Data) else { continue }
      // Two codings of one letter are two codes.
      if (row[1] as String).utf8.elementsEqual(text.utf8) { byCode.append(id) }
      if id.description.hasPrefix(beginning) { byName.append(id) }
    }
    return byCode.isEmpty ? byName : byCode
  }

  /// The visits in progress of a person, in order of name: the one begun last comes last.
  package func visitsInProgress(of person: PersonID) throws -> [Visit] {
    let sql = """
      SELECT COALESCE(view, shadow) FROM record
      WHERE kind = 'visit' AND state = 'in_progress' AND owner = ? AND deleted = 0 ORDER BY id
      """
    var visits: [Visit] = []
    try database.each(sql, arguments: [Data(person.bytes)]) {
      visits.append(Visit(try decoded(Data($0.bytes(0)))))
      return true
    }
    return visits.sorted {
      ($0.startedAt?.milliseconds ?? 0, $0.id) < ($1.startedAt?.milliseconds ?? 0, $1.id)
    }
  }

  /// Every open conflict, in order of record.
  package func conflicts() throws -> [Conflict] {
    let sql = "SELECT COALESCE(view, shadow) FROM record WHERE conflicts > 0 ORDER BY id"
    return try Data.fetchAll(database, sql: sql).flatMap { try decoded($0).conflicts }
  }

  /// How many live records of a kind there are.
  package func count(_ kind: RecordKind, in program: RecordID? = nil) throws -> Int {
    let program = program.map { Data($0.bytes) }
    let sql = """
      SELECT COUNT(*) FROM record
      WHERE kind = ? AND (? IS NULL OR program = ?) AND deleted = 0
      """
    return try Int.fetchOne(database, sql: sql, arguments: [kind.rawValue, program, program]) ?? 0
  }

  func decoded(_ bytes: Data) throws -> Record {
    do throws(WireProblem) {
      return try RecordCodec.record(from: Array(bytes))
    } catch {
      throw StoreError.damaged(error.description)
    }
  }
}
