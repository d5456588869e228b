// SPDX-License-Identifier: Apache-2.0

/// A report as a tree of names and values, in the order in which they are to be written.
///
/// Every result has one under `report`, with the keys that scripts rely on; a command has only to
/// write it down.
package enum ReportValue: Hashable, Sendable {
  /// Nothing is known.
  case null
  /// Yes or no.
  case boolean(Bool)
  /// A count.
  case whole(Int)
  /// A figure.
  case number(Double)
  /// A text.
  case text(String)
  /// Values in order.
  case list([ReportValue])
  /// Named values in order.
  case members([Member])

  /// A name and its value.
  package struct Member: Hashable, Sendable {
    /// The name.
    package let name: String
    /// The value.
    package let value: ReportValue
  }

  /// A figure, where there is one.
  package static func figure(_ number: Double?) -> ReportValue { number.map(number(_:)) ?? .null }

  /// A count, where there is one.
  package static func count(_ count: Int?) -> ReportValue { count.map(whole(_:)) ?? .null }

  /// A text, where there is one.
  package static func word(_ text: String?) -> ReportValue { text.map(self.text(_:)) ?? .null }

  /// A code, where there is one.
  package static func code(_ label: Label?) -> ReportValue { word(label?.text) }

  /// Codes in order.
  package static func codes(_ labels: [Label]) -> ReportValue { .list(labels.map { .code($0) }) }

  /// An interval as its two ends, its method and its level, where there is one.
  package static func interval(_ interval: Interval?) -> ReportValue {
    guard let interval else { return .null }
    return [
      "low": .number(interval.low), "high": .number(interval.high),
      "method": .text(interval.method.rawValue), "level": .number(Interval.level),
    ]
  }

  /// The value of a name; nil where there is none.
  package subscript(name: String) -> ReportValue? {
    guard case .members(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The values of a list; none where it is none.
  package var elements: [ReportValue] {
    if case .list(let values) = self { values } else { [] }
  }
}

extension ReportValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
  /// Named values in the order in which they stand.
  package init(dictionaryLiteral elements: (String, ReportValue)...) {
    self = .members(elements.map { Member(name: $0.0, value: $0.1) })
  }

  /// Values in the order in which they stand.
  package init(arrayLiteral elements: ReportValue...) {
    self = .list(elements)
  }

  /// These named values, and then those.
  package static func + (lhs: ReportValue, rhs: ReportValue) -> ReportValue {
    guard case .members(let left) = lhs, case .members(let right) = rhs else { return lhs }
    return .members(left + right)
  }
}
