// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// A place or an entry of the interaction bank as a row.
struct DefinitionSubject: RecordSubject {
  let record: Record
  let context: DatasetContext
}

extension DatasetTable where Subject == DefinitionSubject {
  /// One row for each place; the columns are those that an import of places takes.
  static func locations(attributes: Set<FieldPath>) -> DatasetTable {
    let subject = DatasetColumn<Subject>("subject", .word, "Whose company the brand is.") {
      let brand: Brand? = $0.context.definitions.view(Location($0.record).brand)
      return .text(brand?.subject.rawValue)
    }
    return table(
      .location,
      "locations",
      "One row for each place.",
      attributes: attributes,
      further: [subject]
    )
  }

  /// One row for each entry of the interaction bank.
  static func interactions(attributes: Set<FieldPath>) -> DatasetTable {
    table(
      .interaction,
      "interactions",
      "One row for each entry of the interaction bank.",
      attributes: attributes,
      further: []
    )
  }

  private static func table(
    _ kind: RecordKind,
    _ name: String,
    _ meaning: String,
    attributes: Set<FieldPath>,
    further: [DatasetColumn<Subject>]
  ) -> DatasetTable {
    let fields: (typed: [DatasetColumn<Subject>], raw: [DatasetColumn<Subject>]) =
      FieldSchema.columns(of: kind, except: [])
    let program = DatasetColumn<Subject>("program", .text, "Code of the program.") {
      .text($0.context.definitions.program)
    }
    return DatasetTable(
      name,
      meaning,
      fields.typed + further + [program] + provisionalColumns() + fields.raw
        + FieldSchema.attributeColumns(attributes)
    )
  }
}

/// One candidate of a conflict as a row.
struct CandidateSubject {
  let conflict: Conflict
  let number: Int
  let visit: Record?
  let interaction: String?
  let names: DatasetNames

  var candidate: Candidate { conflict.candidates[number - 1] }
}

extension DatasetTable where Subject == CandidateSubject {
  /// One row for each candidate of each open conflict.
  static var conflicts: DatasetTable {
    DatasetTable(
      "conflicts",
      "One row for each value that people disagree about.",
      recordColumns + [
        DatasetColumn("n", .integer, "Number of the candidate; 1 stands until a person decides.") {
          .integer($0.number)
        },
        DatasetColumn("value", .value, "What was written.", cell: value),
        DatasetColumn("author", .text, "Who wrote it.") {
          .text($0.names.person($0.candidate.write.stamp.author))
        },
        DatasetColumn("device", .text, "On which device.") {
          .text($0.names.device($0.candidate.write.dot.replica))
        },
      ]
        + FieldSchema.momentColumns("entered_at", "When it was entered, by the writer's clock.") {
          $0.candidate.write.stamp.enteredAt
        } + [
          DatasetColumn(
            "provisional_winner",
            .boolean,
            "Whether the other tables show this candidate."
          ) { .boolean($0.number == 1) }
        ]
    )
  }

  /// A disagreement about who played the customer names people: it says no more than other tables.
  private static func value(of subject: Subject) -> Cell {
    let value = subject.candidate.value
    if subject.conflict.path == "shopper" {
      return .text(subject.names.shopper(subject.conflict.header.scope.owner, value.display))
    }
    let cell = Cell(value)
    if case .empty = cell { return .text(value.display) }
    return cell
  }

  private static var recordColumns: [DatasetColumn<Subject>] {
    [
      DatasetColumn("conflict_id", .identifier, "The conflict, as commands name it.", isKey: true) {
        .text($0.conflict.id)
      },
      DatasetColumn("record_id", .identifier, "The record.", isKey: true) {
        .text($0.conflict.header.id.description)
      },
      DatasetColumn("kind", .word, "What the record is.") {
        .text($0.conflict.header.kind.rawValue)
      },
      DatasetColumn("visit_id", .identifier, "The visit it belongs to.", isKey: true) {
        .text($0.visit?.header.id.description)
      },
      DatasetColumn("visit_code", .text, "The shopper's own code for the visit.") {
        .text($0.visit.map { Visit($0).code })
      },
      DatasetColumn("interaction", .text, "Code of the interaction.") { .text($0.interaction) },
      DatasetColumn("field", .text, "The field; \u{2020} where a deletion met an edit.") {
        .text($0.conflict.path.text)
      },
    ]
  }
}
