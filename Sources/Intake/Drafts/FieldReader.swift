// SPDX-License-Identifier: Apache-2.0
package import FieldModel

/// Reads the text of a cell or key as the value of a field.
package struct FieldReader: Sendable {
  /// The moment to count from.
  package let now: LocalTime

  /// The zone of clock times without an offset.
  package let zone: ZoneRules

  /// The order of the parts of a date.
  package let order: DayOrder

  /// A reader for one place and one way of writing dates.
  package init(now: LocalTime, zone: ZoneRules, order: DayOrder = .iso) {
    self.now = now
    self.zone = zone
    self.order = order
  }

  /// Reads a text as a field's value.
  ///
  /// - Parameters:
  ///   - text: What was typed; not blank.
  ///   - field: What the field holds.
  ///   - form: What the interaction asks for, where the field is an answer.
  /// - Returns: A value that the field's type admits, or what could not be read.
  package func reading(
    of text: String,
    for field: FieldSpecification,
    form: AnswerForm? = nil
  ) -> Reading<FieldValue> {
    switch field.path {
    case "verdict": return Typed.verdict(text).map { .number(ExactNumber($0.degree)) }
    case "seconds": return bounded(Typed.seconds(text), text, by: field.type)
    case "form": return self.form(text, of: field)
    default: break
    }
    switch field.type {
    case .text: return .value(.text(text))
    case .code: return Typed.code(text).map(FieldValue.text)
    case .number: return bounded(Typed.number(text), text, by: field.type)
    case .boolean: return Typed.yesNo(text).map(FieldValue.boolean)
    case .moment: return Typed.moment(text, now: now, zone: zone).map(FieldValue.moment)
    case .day: return Typed.day(text, order: order).map(FieldValue.day)
    case .clock: return Typed.timeOfDay(text).map(FieldValue.clock)
    case .choices: return Typed.codes(text).map(FieldValue.choices)
    case .word(let words): return Typed.word(text, of: words).map(FieldValue.text)
    case .answer: return Typed.answer(text, to: form ?? AnswerForm(.text), order: order)
    }
  }

  private func bounded(
    _ number: Reading<ExactNumber>,
    _ text: String,
    by type: FieldType
  ) -> Reading<FieldValue> {
    if case .value(let value) = number, !type.admits(.number(value)) {
      return .unreadable(text, "is not \(type.name)")
    }
    return number.map(FieldValue.number)
  }

  private func form(_ text: String, of field: FieldSpecification) -> Reading<FieldValue> {
    if let form = InteractionForm(typed: text) {
      return .value(.text(form.rawValue))
    }
    let forms = InteractionForm.allCases.map(\.rawValue)
    return Typed.word(text, of: forms).map(FieldValue.text)
  }
}
