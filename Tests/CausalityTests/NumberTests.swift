// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import TestSupport
import Testing

/// Numbers are kept as they were typed, without binary rounding.
@Suite struct NumberTests {
  @Test func `a number's text reads back as the number and is the same for equal numbers`() throws {
    for number in NumberTests.numbers {
      let text = number.description
      let again = ExactNumber(text)
      // Nineteen digits and more are written out, and not read: nobody typed them.
      guard text.utf8.filter({ $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ".") }).count <= 18
      else { continue }
      #expect(again == number && again?.description == text)
    }
    #expect(ExactNumber("8.0") == ExactNumber("8") && ExactNumber("8") == ExactNumber(8))
    #expect(ExactNumber("-0.00") == ExactNumber(0))
    #expect(ExactNumber("0012.3400")?.description == "12.34")
  }

  @Test func `numbers order as Foundation's decimals do`() throws {
    let decimals = try NumberTests.numbers.map { number in
      (number, try #require(Decimal(string: number.description)))
    }
    for (left, right) in zip(decimals, decimals.shuffled()) {
      #expect((left.0 < right.0) == (left.1 < right.1), "\(left.0) \(right.0)")
      #expect((left.0 == right.0) == (left.1 == right.1), "\(left.0) \(right.0)")
    }
  }

  @Test func `the nearest binary number is that of the text`() {
    for number in NumberTests.numbers {
      #expect(number.double == Double(number.description))
    }
  }

  @Test func `whole numbers are those without decimals that fit`() throws {
    #expect(ExactNumber(-120).whole == -120 && ExactNumber("7.50")?.whole == nil)
    #expect(ExactNumber(significand: .max, exponent: 0)?.whole == .max)
    #expect(ExactNumber(significand: .max, exponent: 1)?.whole == nil)
    #expect(ExactNumber(.max).whole == .max && ExactNumber(.min).whole == .min)
  }

  @Test(arguments: [
    "", "-", "+", ".", ".5", "5.", "1,5", "1e3", " 1", "1 ", "1 000", "--1", "1.2.3", "0x10", "NaN",
    "\u{661}", "1\u{301}", "1234567890123456789",
  ])
  func `what is not plain digits is no number`(_ text: String) {
    #expect(ExactNumber(text) == nil)
  }

  @Test func `exponents out of range are refused, however far out`() {
    #expect(ExactNumber(significand: 1, exponent: 18) != nil)
    #expect(ExactNumber(significand: 1, exponent: -18) != nil)
    #expect(
      ExactNumber(significand: 10, exponent: -19) == ExactNumber(significand: 1, exponent: -18)
    )
    for exponent in [19, -19, 10_000, .max, .min] {
      #expect(ExactNumber(significand: 1, exponent: exponent) == nil)
    }
    #expect(ExactNumber(significand: 10, exponent: .max) == nil)
    #expect(ExactNumber(significand: 0, exponent: .min) == ExactNumber(0))
  }

  private static let numbers: [ExactNumber] = {
    var generator = SeededGenerator(seed: 7)
    let random = (0..<2_000).compactMap { _ in
      let width = UInt64.random(in: 0..<63, using: &generator)
      let digits = Int64.random(in: .min ... .max, using: &generator) >> Int64(width)
      return ExactNumber(significand: digits, exponent: Int.random(in: -18...18, using: &generator))
    }
    return [ExactNumber(0), ExactNumber(.max), ExactNumber(.min)] + random
  }()
}
