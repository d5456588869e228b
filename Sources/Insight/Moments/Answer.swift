// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What an observation says in answer to its interaction, sorted by what can be done with it.
///
/// Only numbers and yes or no enter figures. Each of the others is counted under its own name:
/// nothing is guessed, and nothing is dropped unseen.
package enum Answer: Hashable, Sendable {
  /// A number within the interaction's scale.
  case number(Double)

  /// Yes or no.
  case yesNo(Bool)

  /// Codes of choices, one or several.
  case choices([Label])

  /// A text, a day or a time, as people read it.
  case words(String)

  /// An answer outside the interaction's scale or choices, as it was given.
  case outOfRange(String)

  /// What was typed where it could not be read.
  case unreadable(String)

  /// Why there is no answer.
  case absent(AbsentReason)

  /// Nothing was said, not even why.
  case unsaid

  /// The number that enters figures: yes is 1, no is 0; nil for anything else.
  package var figure: Double? {
    switch self {
    case .number(let number): number
    case .yesNo(let answer): answer ? 1 : 0
    default: nil
    }
  }

  /// The answer as one line for people.
  package var display: String {
    switch self {
    case .number(let number): Int(exactly: number).map { "\($0)" } ?? "\(number)"
    case .yesNo(let answer): answer ? "yes" : "no"
    case .choices(let codes): codes.map(\.text).joined(separator: ", ")
    case .words(let text), .outOfRange(let text), .unreadable(let text): text
    case .absent(let reason): reason.rawValue
    case .unsaid: ""
    }
  }
}
