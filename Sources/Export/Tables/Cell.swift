// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// One cell of a table on its way to a file.
package enum Cell: Sendable {
  /// No value. A column beside it may say why there is none.
  case empty
  /// Text exactly as it was typed, byte for byte; it may be empty or hold anything.
  case text(String)
  /// A whole number.
  case integer(Int64)
  /// A decimal number by its digits, never rounded to a binary fraction.
  case number(ExactNumber)
  /// Yes or no.
  case boolean(Bool)

  /// Text, or an empty cell for `nil`.
  package static func text(_ text: String?) -> Cell { text.map(Cell.text) ?? .empty }

  /// A decimal number, or an empty cell for `nil`.
  package static func number(_ number: ExactNumber?) -> Cell { number.map(Cell.number) ?? .empty }

  /// A whole number.
  package static func integer(_ number: Int) -> Cell { .integer(Int64(number)) }

  /// The cell as CSV and JSON write it when it is neither text nor empty.
  var literal: String {
    switch self {
    case .empty: ""
    case .text(let text): text
    case .integer(let number): String(number)
    case .number(let number): number.description
    case .boolean(let flag): flag ? "true" : "false"
    }
  }
}
