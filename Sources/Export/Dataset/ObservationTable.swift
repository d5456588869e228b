// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// An observation as a row.
struct ObservationSubject: RecordSubject {
  let record: Record
  let visit: VisitSubject
  let original: FieldValue?
  let interaction: Interaction?

  init(_ record: Record, of visit: VisitSubject, original: FieldValue?) {
    self.record = record
    self.visit = visit
    self.original = original
    interaction = visit.context.definitions.view(Observation(record).interaction)
  }

  /// An answer as the dataset shows it: yes and no are 1 and 0, or words.
  func answer(_ value: FieldValue?, asLabel: Bool) -> Cell {
    guard interaction?.answerKind == .yesno else { return Cell(value) }
    switch value {
    case .boolean(let answer):
      return asLabel ? .text(answer ? "yes" : "no") : .integer(answer ? 1 : 0)
    case .number(let number) where asLabel && (number.whole == 0 || number.whole == 1):
      return .text(number.whole == 1 ? "yes" : "no")
    default: return Cell(value)
    }
  }
}

extension DatasetTable where Subject == ObservationSubject {
  /// One row for each observation.
  static func observations(
    attributes: Set<FieldPath>,
    values: DatasetChoice.Values
  ) -> DatasetTable {
    let named: Set<FieldPath> = [
      "interaction", "value", "verdict", "seconds", "note", "observed_at",
    ]
    let rest: (typed: [DatasetColumn<Subject>], raw: [DatasetColumn<Subject>]) =
      FieldSchema.columns(of: .observation, except: named)
    let raw: [DatasetColumn<Subject>] = FieldSchema.fields(of: .observation)
      .filter { named.contains($0.path) }
      .compactMap(FieldSchema.rawColumn(of:))
    return DatasetTable(
      "observations",
      "One row for each observation: an interaction as seen on a visit.",
      visitColumns + placeColumns(\.visit) + interactionColumns
        + valueColumns(asLabel: values == .labels) + contractMoments + absenceColumns
        + furtherColumns(withLabel: values == .both) + rest.typed + raw + rest.raw
        + FieldSchema.attributeColumns(attributes)
    )
  }

  private static var visitColumns: [DatasetColumn<Subject>] {
    [
      DatasetColumn("visit_id", .identifier, "The visit.", isKey: true) {
        .text($0.visit.record.header.id.description)
      },
      DatasetColumn("visit_code", .text, "The shopper's own code for the visit.", isKey: true) {
        .text($0.visit.code("code"))
      },
    ]
  }

  private static var interactionColumns: [DatasetColumn<Subject>] {
    [
      DatasetColumn("interaction", .text, "Code of the interaction.", isKey: true) {
        .text(Observation($0.record).interaction)
      },
      DatasetColumn("form", .text, "How customer and company met.") {
        .text($0.interaction?.text("form"))
      },
      DatasetColumn("stage", .text, "The place in the customer's journey.") {
        .text($0.interaction?.stage)
      },
      DatasetColumn("process", .text, "The journey or process.") {
        .text($0.interaction?.process)
      },
      DatasetColumn("order", .decimal, "The interaction's place in the order of asking.") {
        Cell($0.interaction?.record.value(of: "order"))
      },
      DatasetColumn("kind", .text, "What kind of answer the interaction asks for.") {
        .text($0.interaction?.text("kind"))
      },
    ]
  }

  private static func valueColumns(asLabel: Bool) -> [DatasetColumn<Subject>] {
    [
      DatasetColumn("value", .value, "The answer; several choices have ; between.") {
        $0.answer(Observation($0.record).value, asLabel: asLabel)
      },
      DatasetColumn(
        "original_value",
        .value,
        "What the shopper had answered, where somebody else has changed the answer."
      ) { observation in
        guard let original = observation.original else { return .empty }
        let cell = observation.answer(original, asLabel: asLabel)
        if case .empty = cell { return .text(original.display) }
        return cell
      },
      DatasetColumn(
        "verdict",
        .word,
        "The impression that the moment left.",
        values: [("misery", "-2 or -1"), ("neutral", "0"), ("magic", "1 or 2")]
      ) { .text(Observation($0.record).verdict?.description) },
      DatasetColumn("seconds", .decimal, "How long it took.", unit: "s") {
        Cell($0.record.value(of: "seconds"))
      },
      DatasetColumn("note", .text, "What happened, in words.") {
        .text(Observation($0.record).text("note"))
      },
    ]
  }

  private static var contractMoments: [DatasetColumn<Subject>] {
    FieldSchema.momentColumns("observed_at", "When the shopper saw it.") {
      Observation($0.record).moment("observed_at")
    } + [
      DatasetColumn("entered_at_utc", .instant, "When it was first entered.") {
        .text($0.creation?.stamp.enteredAt.utcText)
      }
    ]
  }

  private static var absenceColumns: [DatasetColumn<Subject>] {
    let reasons = [
      ("not_applicable", "the question does not arise there"),
      ("refused", "staff refused, or the shopper declined"),
      ("not_asked", "not part of this visit"), ("left_blank", "asked, and left blank"),
    ]
    return [
      DatasetColumn(
        "absent_reason",
        .word,
        "Why there is no value.",
        values: reasons.map { (word: $0.0, meaning: $0.1) }
      ) {
        guard case .absent(let reason) = Observation($0.record).value else { return .empty }
        return .text(reason.rawValue)
      }
    ] + provisionalColumns()
  }

  private static func furtherColumns(withLabel: Bool) -> [DatasetColumn<Subject>] {
    var columns: [DatasetColumn<Subject>] = [
      DatasetColumn("observation_id", .identifier, "The observation.", isKey: true) {
        .text($0.record.header.id.description)
      },
      DatasetColumn("author", .text, "Who wrote the answer that stands here.") { row in
        let write = row.write(of: "value") ?? row.creation
        return .text(write.map { row.visit.context.names.person($0.stamp.author) })
      },
      DatasetColumn("changed_at_utc", .instant, "When the answer that stands was entered.") {
        .text($0.write(of: "value")?.stamp.enteredAt.utcText)
      },
      DatasetColumn("verdict_degree", .decimal, "The impression as a number, -2 to 2.") {
        Cell($0.record.value(of: "verdict"))
      },
      DatasetColumn(
        "out_of_range",
        .boolean,
        "Whether the answer lies outside the interaction's scale in the visit's wave."
      ) { row in
        guard let value = Observation(row.record).value, let bank = row.interaction else {
          return .empty
        }
        return .boolean(bank.isOutOfRange(value, in: Visit(row.visit.record).wave))
      },
    ]
    if withLabel {
      columns.append(
        DatasetColumn("value_label", .text, "The answer in words.") {
          $0.answer(Observation($0.record).value, asLabel: true)
        }
      )
    }
    return columns
  }
}
