// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore

/// What somebody says on the command line of one moment of truth.
struct ToldMoment {
  /// The interaction's code.
  let interaction: String

  /// The visit, by code or beginning of its name; nil for the one in progress.
  let visit: String?

  /// What was typed of it.
  let typed: TypedObservation

  /// Records the moment, and tells what is recorded now.
  func record(in store: LocalStore, asJSON: Bool) throws {
    guard !typed.isEmpty else {
      throw Failure(
        .usage,
        "Nothing was observed. Give a value, a --verdict or a --note, or say --not-applicable."
      )
    }
    let (on, observed) = try store.write { writer in
      let on = try writer.reader.visit(visit)
      return (on, try writer.observe(interaction, on: on, typed))
    }
    if let warning = observed.warning { TextOutput.note(warning) }
    guard !asJSON else { return try TextOutput.json(ObservedAnswer(observed, on: on)) }
    let value = observed.observation.value == nil ? "no value" : observed.line.answer
    let end = observed.isChanged ? "" : " (as before)"
    TextOutput.line("\(on.title)  \(observed.line.title): \(value)\(end)")
  }
}

// The names of these members are the JSON's keys, which scripts rely on.
// swift-format-ignore: AlwaysUseLowerCamelCase
private struct ObservedAnswer: Encodable {
  let visit: String
  let visit_code: String?
  let observation: String
  let interaction: String
  let occurrence: Int
  let value: PlainValue?
  let changed: Bool
  let out_of_range: Bool

  init(_ observed: Observed, on visit: Visit) {
    self.visit = visit.id.description
    visit_code = visit.text("code")
    observation = observed.observation.id.description
    interaction = observed.interaction.code
    occurrence = observed.line.occurrence
    value = observed.observation.value.map(PlainValue.init)
    changed = observed.isChanged
    out_of_range = observed.isOutOfRange
  }
}
