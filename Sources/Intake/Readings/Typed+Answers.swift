// SPDX-License-Identifier: Apache-2.0
package import FieldModel

/// What an interaction asks for: as much of it as reading an answer needs.
package struct AnswerForm: Hashable, Sendable {
  /// What kind of answer.
  package let kind: AnswerKind

  /// The codes to choose from; empty where any is taken.
  package let choices: [String]

  /// The currency of amounts (ISO 4217); nil where none was named.
  package let currency: String?

  /// A form of answer.
  package init(_ kind: AnswerKind, choices: [String] = [], currency: String? = nil) {
    self.kind = kind
    self.choices = choices
    self.currency = currency
  }

  /// What an interaction of the bank asks for.
  package init(_ interaction: Interaction) {
    self.init(
      interaction.answerKind,
      choices: interaction.choices,
      currency: interaction.text("currency")
    )
  }
}

extension Typed {
  /// Reads the answer to an interaction.
  ///
  /// Yes and no are stored as the numbers 1 and 0. A number or code outside the scale or choices
  /// is a value all the same: it is kept, and figures leave it out and count it.
  package static func answer(
    _ text: String,
    to form: AnswerForm,
    order: DayOrder = .iso
  ) -> Reading<FieldValue> {
    switch form.kind {
    case .rating: number(text).map(FieldValue.number)
    case .yesno: yesNoAnswer(text).map(FieldValue.number)
    case .minutes: minutes(text).map(FieldValue.number)
    case .count: count(text).map(FieldValue.number)
    case .share: share(text).map(FieldValue.number)
    case .amount: amount(text, in: form.currency).map(FieldValue.number)
    case .text: .value(.text(text))
    case .choice: code(text).map { .text(choice($0, of: form.choices)) }
    case .choices: codes(text).map { .choices($0.map { choice($0, of: form.choices) }) }
    case .date: day(text, order: order).map(FieldValue.day)
    case .time: timeOfDay(text).map(FieldValue.clock)
    }
  }

  private static func yesNoAnswer(_ text: String) -> Reading<ExactNumber> {
    let answer = yesNo(text).map { ExactNumber($0 ? 1 : 0) }
    guard answer.value == nil, case .value(let code) = number(text) else { return answer }
    return .value(code)
  }

  /// The choice that was meant where it was typed in another case; else what was typed.
  private static func choice(_ typed: String, of choices: [String]) -> String {
    guard !choices.contains(where: typed.isSameBytes) else { return typed }
    let alike = choices.filter { $0.lowercased() == typed.lowercased() }
    return alike.count == 1 ? alike[0] : typed
  }
}
