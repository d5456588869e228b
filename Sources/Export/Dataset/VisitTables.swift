// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// What all rows of a dataset are drawn with.
struct DatasetContext {
  let definitions: Definitions
  let choice: DatasetChoice
  let names: DatasetNames
}

/// A visit or an attempt as a row.
struct VisitSubject: RecordSubject {
  let record: Record
  let review: Review?
  let observations: Int
  let context: DatasetContext

  func code(_ path: FieldPath) -> String? { Visit(record).text(path) }
  var location: Location? { context.definitions.view(code("location")) }
  var brand: Brand? { context.definitions.view(location?.brand) }
  var shopper: String? {
    context.names.shopper(record.header.scope.owner, code("shopper"))
  }
}

/// A review as a row.
struct ReviewSubject: RecordSubject {
  let record: Record
  let visit: VisitSubject
}

extension RecordSubject {
  /// The write that made the record: the moment and the hand of its first entry.
  var creation: Sibling? { record.siblings(of: .existence).all.first }

  /// The write of the value that stands for a field.
  func write(of path: FieldPath) -> Sibling? {
    let value = record.value(of: path)
    return record.siblings(of: path).all.first { $0.value == value }
  }

  /// Names of the fields whose value stands until a person decides.
  var provisional: [String] {
    record.fields.filter { record.isProvisional($0.path) && $0.path != .tombstone }.map(\.path.text)
  }
}

/// The columns that close the tables of records.
func provisionalColumns<Subject: RecordSubject>() -> [DatasetColumn<Subject>] {
  [
    DatasetColumn(
      "provisional",
      .boolean,
      "Whether people disagree about a cell of the row and nobody has decided: see conflicts."
    ) { .boolean(!$0.provisional.isEmpty) },
    DatasetColumn("provisional_fields", .text, "Which fields these are, with blanks between.") {
      let names = $0.provisional
      return .text(names.isEmpty ? nil : names.joined(separator: " "))
    },
  ]
}

/// The columns that say where, for whom and by whom: the same in visits, attempts, observations.
func placeColumns<Subject>(
  _ visit: @escaping (Subject) -> VisitSubject
) -> [DatasetColumn<Subject>] {
  [
    DatasetColumn("program", .text, "Code of the program.") {
      .text(visit($0).context.definitions.program)
    },
    DatasetColumn("wave", .text, "Code of the wave.") { .text(visit($0).code("wave")) },
    DatasetColumn("location", .text, "Code of the place.", isKey: true) {
      .text(visit($0).code("location"))
    },
    DatasetColumn("brand", .text, "Code of the place's brand.") {
      .text(visit($0).location?.brand)
    },
    DatasetColumn(
      "subject",
      .word,
      "Whose company the brand is.",
      values: [
        ("own", "the client's own"), ("franchise", "the client's name over another company"),
        ("competitor", "somebody the client is compared with"),
      ]
    ) { .text(visit($0).brand?.subject.rawValue) },
    DatasetColumn("scenario", .text, "Code of what was played.") {
      .text(visit($0).code("scenario"))
    },
    DatasetColumn("shopper", .text, "Who played the customer; a pseudonym as a rule.") {
      .text(visit($0).shopper)
    },
  ]
}

extension DatasetTable where Subject == VisitSubject {
  /// One row for each visit.
  static func visits(attributes: Set<FieldPath>) -> DatasetTable {
    let rest: (typed: [DatasetColumn<Subject>], raw: [DatasetColumn<Subject>]) =
      FieldSchema.columns(
        of: .visit,
        except: ["code", "location", "scenario", "wave", "shopper", "state", "date"]
      )
    let day = FieldSchema.specification(of: "date", in: .visit)
    return DatasetTable(
      "visits",
      "One row for each visit.",
      [
        DatasetColumn("visit_id", .identifier, "The visit.", isKey: true) {
          .text($0.record.header.id.description)
        },
        DatasetColumn("visit_code", .text, "The shopper's own code for it.", isKey: true) {
          .text($0.code("code"))
        },
      ] + placeColumns { $0 } + stateColumns + [
        DatasetColumn("date", .date, "The day: as entered, else that of the visit's beginning.") {
          visitDay(of: Visit($0.record))
        }
      ] + rest.typed + [
        DatasetColumn("n_observations", .integer, "Observations of the visit in this dataset.") {
          .integer($0.observations)
        },
        DatasetColumn("ticks", .text, "Moments the shopper marked, each with its label.") {
          let ticks = Visit($0.record).ticks.map { "\($0.at) \($0.label)" }
          return .text(ticks.isEmpty ? nil : ticks.joined(separator: "; "))
        },
      ]
        + FieldSchema.momentColumns("entered_at", "When the visit was first entered.") {
          $0.creation?.stamp.enteredAt
        } + provisionalColumns() + [day.flatMap(FieldSchema.rawColumn(of:))].compactMap(\.self)
        + rest.raw
        + FieldSchema.attributeColumns(attributes)
    )
  }

  /// One row for each attempt at a visit.
  static func attempts(attributes: Set<FieldPath>) -> DatasetTable {
    let rest: (typed: [DatasetColumn<Subject>], raw: [DatasetColumn<Subject>]) =
      FieldSchema.columns(
        of: .attempt,
        except: ["visit_code", "location", "scenario", "wave", "shopper"]
      )
    return DatasetTable(
      "attempts",
      "One row for each attempt at a visit, whether it came off or not.",
      [
        DatasetColumn("attempt_id", .identifier, "The attempt.", isKey: true) {
          .text($0.record.header.id.description)
        },
        DatasetColumn("visit_code", .text, "Code of the visit that was tried.", isKey: true) {
          .text($0.code("visit_code"))
        },
      ] + placeColumns { $0 } + rest.typed
        + FieldSchema.momentColumns("entered_at", "When the attempt was first entered.") {
          $0.creation?.stamp.enteredAt
        } + provisionalColumns() + rest.raw + FieldSchema.attributeColumns(attributes)
    )
  }

  private static var stateColumns: [DatasetColumn<Subject>] {
    [
      DatasetColumn(
        "state",
        .word,
        "How far it has come on the shopper's side.",
        values: [("in_progress", "being recorded"), ("finished", "complete")]
      ) { .text(Visit($0.record).state.rawValue) },
      DatasetColumn(
        "review_state",
        .word,
        "The coordinator's decision; empty where none was made.",
        values: ReviewState.allCases.map { ($0.rawValue, $0.rawValue) }
      ) { .text($0.review?.state?.rawValue) },
    ]
  }

  private static func visitDay(of visit: Visit) -> Cell {
    switch visit.record.value(of: "date") {
    case .day(let day): .text(day.description)
    case nil, .null: .text(visit.startedAt?.day.description)
    default: .empty
    }
  }
}

extension DatasetTable where Subject == ReviewSubject {
  /// One row for each visit that a coordinator has looked at.
  static func reviews(attributes: Set<FieldPath>) -> DatasetTable {
    let rest: (typed: [DatasetColumn<Subject>], raw: [DatasetColumn<Subject>]) =
      FieldSchema.columns(of: .review, except: [])
    return DatasetTable(
      "reviews",
      "One row for each visit that a coordinator has decided on.",
      [
        DatasetColumn("visit_id", .identifier, "The visit.", isKey: true) {
          .text($0.visit.record.header.id.description)
        },
        DatasetColumn("visit_code", .text, "The shopper's own code for it.") {
          .text($0.visit.code("code"))
        },
        DatasetColumn("program", .text, "Code of the program.") {
          .text($0.visit.context.definitions.program)
        },
      ] + rest.typed + [
        DatasetColumn("reviewer", .text, "Who decided.") { review in
          .text(
            review.write(of: "state").map { review.visit.context.names.person($0.stamp.author) }
          )
        }
      ]
        + FieldSchema.momentColumns("entered_at", "When the decision was entered.") {
          $0.write(of: "state")?.stamp.enteredAt
        } + provisionalColumns() + rest.raw + FieldSchema.attributeColumns(attributes)
    )
  }
}
