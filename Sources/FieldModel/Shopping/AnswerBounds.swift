// SPDX-License-Identifier: Apache-2.0

/// What answers an interaction takes: its kind, with its scale or its choices.
///
/// Read once, it judges many answers without reading the record again.
public struct AnswerBounds: Sendable {
  /// What kind of answer is asked for.
  public let kind: AnswerKind

  /// The ends of the scale: those of the wave, as published, or in the nature of the kind.
  private let low: ExactNumber?
  private let high: ExactNumber?

  private let choices: [String]

  /// What answers an interaction takes.
  ///
  /// - Parameters:
  ///   - interaction: The interaction.
  ///   - wave: The code of the visit's wave, which may have been asked on a scale of its own.
  public init(of interaction: Interaction, in wave: String? = nil) {
    kind = interaction.answerKind
    choices = interaction.choices
    if kind.isNumeric, let scale = wave.flatMap({ interaction.scale(in: $0) }) {
      (low, high) = (scale.low, scale.high)
      return
    }
    let (low, high) = (interaction.number("min"), interaction.number("max"))
    (self.low, self.high) =
      switch kind {
      case .yesno, .share: (low ?? ExactNumber(0), high ?? ExactNumber(1))
      case .minutes, .count: (low ?? ExactNumber(0), high)
      default: (low, high)
      }
  }

  /// What answers an interaction takes on any visit: its own bounds, and those of each wave that
  /// was asked on another scale.
  public static func inAnyWave(of interaction: Interaction) -> [AnswerBounds] {
    [AnswerBounds(of: interaction)]
      + interaction.scales.map { AnswerBounds(of: interaction, in: $0.wave) }
  }

  /// Whether an answer lies outside the scale or the choices.
  ///
  /// Such an answer is kept, shown, and left out of figures, which count it.
  public func exclude(_ answer: FieldValue) -> Bool {
    switch answer {
    case .number(let number):
      return low.map { number < $0 } ?? false || high.map { number > $0 } ?? false
    case .text(let text) where kind == .choice:
      return !isOneOfTheChoices(text)
    case .choices(let codes) where kind == .choices:
      return !codes.allSatisfy(isOneOfTheChoices)
    default:
      return false
    }
  }

  /// Where no choices were published, any code is one.
  private func isOneOfTheChoices(_ code: String) -> Bool {
    choices.isEmpty || choices.contains(where: code.isSameBytes)
  }
}
