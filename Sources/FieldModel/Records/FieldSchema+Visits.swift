// SPDX-License-Identifier: Apache-2.0

extension FieldSchema {
  static let visitFields = [
    field("code", .code, "The shopper's own code for the visit."),
    field("location", .code, "The place visited."),
    field("scenario", .code, "What was played."),
    field("wave", .code, "The wave of the visit."),
    field("shopper", .text, "Who played the customer, where it was not the owner of the record."),
    field("state", .word(VisitState.allCases.map(\.rawValue)), "in_progress or finished."),
    field("started_at", .moment, "When the visit began."),
    field("finished_at", .moment, "When the visit ended."),
    field("date", .day, "The day of the visit."),
    field("time_in", .clock, "When the shopper went in, by the clock there."),
    field("time_out", .clock, "When the shopper came out, by the clock there."),
    field("note", .text, "What else there is to say of the visit."),
  ]

  static let attemptFields = [
    field("visit_code", .code, "The code of the visit that was tried."),
    field("location", .code, "The place that was tried."),
    field("scenario", .code, "What was to be played."),
    field("wave", .code, "The wave of the attempt."),
    field("shopper", .text, "Who tried, where it was not the owner of the record."),
    field("number", .number(1...1_000), "Which attempt at the visit it was, from 1."),
    field("complete", .boolean, "Whether the visit came off."),
    field("reason", .text, "Why it did not."),
    field("at", .moment, "When it was tried."),
    field("date", .day, "The day of the attempt."),
    field("time_in", .clock, "When the attempt began, by the clock there."),
    field("time_out", .clock, "When the attempt ended, by the clock there."),
    field("note", .text, "What else there is to say."),
  ]

  static let observationFields = [
    field("interaction", .code, "The interaction observed."),
    field("value", .answer, "The answer, or why there is none."),
    field("verdict", .number(-2...2), "-2 and -1 misery, 0 neutral, 1 and 2 magic."),
    field("started_at", .moment, "When the moment began."),
    field("seconds", .number(0...31_536_000), "How long it took, in seconds."),
    field("note", .text, "What happened, in words."),
    field("asked_for", .choices, "What the customer was asked to give."),
    field("moved_to", .text, "To whom or where the customer was handed over."),
    field("observed_at", .moment, "When the shopper saw it."),
    field("occurrence", .number(1...1_000), "Which of the visit's moments of it, from 1."),
  ]

  static let evidenceFields = [
    field("interaction", .code, "The interaction it proves."),
    field("name", .text, "The file's name."),
    field("sha256", .text, "The file's SHA-256, in hexadecimal."),
    field("bytes", .number(nil), "The file's size."),
    field("type", .text, "The file's media type."),
  ]

  static let reviewFields = [
    field("state", .word(ReviewState.allCases.map(\.rawValue)), "The decision."),
    field("note", .text, "Why."),
    field("at", .moment, "When it was decided."),
  ]
}
