// SPDX-License-Identifier: Apache-2.0

func field(_ path: FieldPath, _ type: FieldType, _ meaning: String) -> FieldSpecification {
  FieldSpecification(path: path, type: type, meaning: meaning)
}

extension FieldSchema {
  static let named = [
    field("code", .code, "The short name that people type; unique within the program."),
    field("name", .text, "The name that people read."),
  ]

  static let programFields =
    named + [
      field("client", .text, "Who pays for the study."),
      field("outcome", .code, "The interaction that importance is measured against."),
      field("staff_informed_on", .day, "When staff were told that they would be shopped."),
    ]

  static let waveFields =
    named + [
      field("from", .day, "The first day of visits."),
      field("to", .day, "The last day of visits."),
    ]

  static let brandFields =
    named + [
      field("subject", .word(Subject.allCases.map(\.rawValue)), "Whose company it is.")
    ]

  static let scenarioFields =
    named + [
      field("segment", .code, "The customer group that is played."),
      field("brief", .text, "What the shopper is to play."),
    ]

  static let locationFields =
    named + [
      field("brand", .code, "The brand of the place."),
      field("unit", .text, "The part of the company that runs the place."),
      field("city", .text, "The town."),
      field("latitude", .number(-90...90), "Degrees north."),
      field("longitude", .number(-180...180), "Degrees east."),
    ]

  static let journeyFields =
    named + [
      field("moments_planned", .number(0...100_000), "How many moments the journey should have.")
    ]

  static let interactionFields =
    named + [
      field(
        "form",
        .word(InteractionForm.allCases.map(\.rawValue)),
        "How customer and company meet."
      ),
      field("stage", .text, "The place in the customer's journey."),
      field("process", .text, "The journey or process that it belongs to."),
      field("order", .number(nil), "Its place in the order of asking."),
      field("kind", .word(AnswerKind.allCases.map(\.rawValue)), "What kind of answer it asks for."),
      field("min", .number(nil), "The low end of its scale."),
      field("max", .number(nil), "The high end of its scale."),
      field("better", .word(Better.allCases.map(\.rawValue)), "Which end of the scale is good."),
      field("choices", .choices, "The codes to choose from."),
      field("owner", .text, "Who answers for it in the company."),
      field("standard", .text, "What the company promises."),
      field("importance", .number(nil), "How important customers say it is."),
      field("frequency_per_year", .number(nil), "How often it happens, a year."),
      field("unit_cost", .number(nil), "What one costs the company, in its currency."),
      field("currency", .text, "The currency of costs and amounts (ISO 4217)."),
      field("critical", .boolean, "Whether failing here fails the visit."),
      field("status", .text, "active, challenged or retired."),
    ]

  static let targetFields = [
    field("interaction", .code, "The interaction planned for."),
    field("measure", .text, "The measure, such as mean."),
    field("value", .number(nil), "The planned figure."),
    field("wave", .code, "The wave planned for."),
    field("unit", .text, "The unit planned for."),
  ]

  static let assignmentFields = [
    field("code", .code, "The assignment's short name."),
    field("shopper", .text, "Who goes, by pseudonym or name."),
    field("location", .code, "Where to."),
    field("scenario", .code, "What to play."),
    field("wave", .code, "In which wave."),
    field("from", .day, "Not before this day."),
    field("due", .day, "Not after this day."),
    field("note", .text, "What else to know."),
  ]

  static let challengeFields = [
    field("interaction", .code, "The interaction that is challenged."),
    field(
      "decision",
      .word(ChallengeDecision.allCases.map(\.rawValue)),
      "What is to become of it."
    ),
    field("into", .code, "The interaction that it is merged into."),
    field("note", .text, "Why."),
  ]
}
