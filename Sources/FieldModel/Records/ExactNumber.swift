// SPDX-License-Identifier: Apache-2.0

/// A decimal number as it was typed, without binary rounding: `significand × 10^exponent`.
///
/// Numbers are kept in lowest terms, so that 8 and 8.0 are equal.
public struct ExactNumber: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The digits, with the sign; no trailing zero unless the number is 0.
  public let significand: Int64

  /// The power of ten, -18…18.
  public let exponent: Int

  /// The greatest power of ten, either way, that a number may have.
  public static let exponentMaximum = 18

  /// The number `significand × 10^exponent`; nil where the exponent in lowest terms is out of
  /// range.
  public init?(significand: Int64, exponent: Int) {
    var digits = significand
    var power = significand == 0 ? 0 : exponent
    // Nineteen digits shift it by 18 at most; what is further out must not overflow below.
    guard (-100...100).contains(power) else { return nil }
    while digits != 0, digits % 10 == 0 {
      digits /= 10
      power += 1
    }
    guard abs(power) <= ExactNumber.exponentMaximum else { return nil }
    self.significand = digits
    self.exponent = power
  }

  /// A whole number.
  public init(_ whole: Int) {
    var digits = Int64(whole)
    var power = 0
    while digits != 0, digits % 10 == 0 {
      digits /= 10
      power += 1
    }
    significand = digits
    exponent = power
  }

  /// Reads digits with an optional sign and an optional decimal point, such as `-12.50`.
  ///
  /// Nil for anything else (exponents, blanks, grouping, a comma) and for more than 18 digits.
  public init?(_ text: String) {
    var digits: Int64 = 0
    var count = 0
    var decimals: Int?
    var bytes = Substring(text).utf8
    let sign: Int64 = bytes.first == UInt8(ascii: "-") ? -1 : 1
    if bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") {
      bytes.removeFirst()
    }
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        count += 1
        guard count <= 18 else { return nil }
        digits = digits * 10 + Int64(byte - UInt8(ascii: "0"))
        decimals = decimals.map { $0 + 1 }
      case UInt8(ascii: ".") where decimals == nil && count > 0:
        decimals = 0
      default:
        return nil
      }
    }
    guard count > 0, decimals != 0 else { return nil }
    self.init(significand: sign * digits, exponent: -(decimals ?? 0))
  }

  /// The number as a whole number, where it is one that fits.
  public var whole: Int? {
    guard exponent >= 0 else { return nil }
    var result = significand
    for _ in 0..<exponent {
      let (product, overflow) = result.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      result = product
    }
    return Int(result)
  }

  /// The nearest binary number, for computing with.
  ///
  /// Up to 2^53 the digits are exact, and so is every power of ten up to 10^22: their product or
  /// quotient rounds once. Of more digits, the text is read, which rounds once too.
  ///
  /// Source: W. D. Clinger, "How to Read Floating Point Numbers Accurately" (1990).
  public var double: Double {
    guard let digits = Double(exactly: significand), significand.magnitude <= 1 << 53 else {
      return Double("\(significand)e\(exponent)") ?? 0
    }
    let power = (0..<abs(exponent)).reduce(1.0) { product, _ in product * 10 }
    return exponent < 0 ? digits / power : digits * power
  }

  /// Plain digits, such as `-12.5`: no exponent, no grouping, a point for decimals.
  public var description: String {
    let digits = String(significand.magnitude)
    let sign = significand < 0 ? "-" : ""
    guard exponent < 0 else {
      return sign + digits + String(repeating: "0", count: significand == 0 ? 0 : exponent)
    }
    let decimals = -exponent
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// Orders by value, exactly.
  public static func < (lhs: ExactNumber, rhs: ExactNumber) -> Bool {
    let power = min(lhs.exponent, rhs.exponent)
    return lhs.scaled(to: power) < rhs.scaled(to: power)
  }

  /// The digits at a lower power of ten; 128 bits hold 19 digits times 10^19.
  private func scaled(to power: Int) -> Int128 {
    (power..<exponent).reduce(Int128(significand)) { product, _ in
      let (result, overflow) = product.multipliedReportingOverflow(by: 10)
      return overflow ? (product < 0 ? .min : .max) : result
    }
  }
}
