// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Intake
import LocalStore

/// What writing definitions came to, kind by kind.
struct DefinitionTally: Encodable {
  /// What became of the records of one kind.
  struct Count: Encodable, Equatable {
    var created = 0
    var changed = 0
    var unchanged = 0
  }

  /// The counts by the name of the kind.
  private(set) var counts: [String: Count] = [:]

  /// The counts of a kind.
  subscript(kind: RecordKind) -> Count {
    counts[kind.rawValue] ?? Count()
  }

  /// Whether nothing was written.
  var isUnchanged: Bool {
    counts.values.allSatisfy { $0.created == 0 && $0.changed == 0 }
  }

  /// Writes a definition's fields where they differ from what the store holds.
  ///
  /// - Parameters:
  ///   - draft: The definition as a file describes it.
  ///   - program: The program that it belongs to, or is.
  ///   - writer: The transaction.
  /// - Throws: ``StoreError``.
  mutating func write(_ draft: Draft, of program: RecordID, with writer: StoreWriter) throws {
    let id = draft.kind == .program ? program : draft.definitionID(in: program)
    let header = RecordHeader(id: id, kind: draft.kind, scope: Scope(program: program))
    let isKnown = try writer.reader.record(id).map { !$0.isDeleted } ?? false
    let isWritten = try writer.put(draft.puts, into: header)
    var count = self[draft.kind]
    switch (isKnown, isWritten) {
    case (false, _): count.created += 1
    case (true, true): count.changed += 1
    case (true, false): count.unchanged += 1
    }
    counts[draft.kind.rawValue] = count
  }

  /// Rows for people, in the order of a program file.
  var rows: [[String]] {
    ProgramFile.sections.compactMap { section in
      counts[section.kind.rawValue].map {
        [section.name, "\($0.created)", "\($0.changed)", "\($0.unchanged)"]
      }
    }
  }

  /// The headings of ``rows``.
  static let headings = ["", "created", "changed", "unchanged"]

  func encode(to encoder: any Encoder) throws {
    try counts.encode(to: encoder)
  }
}
