// SPDX-License-Identifier: Apache-2.0
import FieldModel

extension Typed {
  /// What is wrong with an attribute of an interaction that reports would understand; nil where
  /// nothing is, and for attributes that say what one likes.
  static func objection(toAttribute name: String, _ text: String) -> Unreadable? {
    if let wave = WaveScale.wave(ofAttribute: name) {
      return WaveScale(wave: wave, text) != nil
        ? nil
        : Unreadable(typed: text, problem: "is not the two ends of a scale, such as 1-5 or -2-2")
    }
    guard name == "commitment", CommitmentPart(rawValue: text) == nil else { return nil }
    let words = CommitmentPart.allCases.map(\.rawValue)
    let meant = word(text, of: words)
    return Unreadable(
      typed: text,
      problem: "is none of " + words.joined(separator: ", "),
      suggestion: meant.value ?? meant.unreadable?.suggestion
    )
  }
}
