// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

/// A field's value in JSON: numbers as exact numbers, yes and no as such, codes as a list, all else
/// as the text that people read.
struct PlainValue: Encodable {
  let value: FieldValue

  init(_ value: FieldValue) {
    self.value = value
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch value {
    case .null:
      try container.encodeNil()
    case .number(let number):
      try container.encode(number.decimal)
    case .boolean(let answer):
      try container.encode(answer)
    case .choices(let codes):
      try container.encode(codes)
    default:
      try container.encode(value.display)
    }
  }
}

extension ExactNumber {
  /// The number as a decimal of Foundation, which holds every digit of it.
  fileprivate var decimal: Decimal {
    Decimal(
      sign: significand < 0 ? .minus : .plus,
      exponent: exponent,
      significand: Decimal(significand.magnitude)
    )
  }
}

/// A key of JSON that is only known when the program runs.
struct FieldKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ text: String) {
    stringValue = text
  }

  init(stringValue: String) {
    self.init(stringValue)
  }

  init?(intValue: Int) {
    nil
  }
}
