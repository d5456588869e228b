// SPDX-License-Identifier: Apache-2.0

/// What came of reading a text as a value: the value, or the text as it was typed.
///
/// A text that could mean two things, or nothing, is unreadable: it is kept, told, and never
/// guessed.
package enum Reading<Value: Sendable>: Sendable {
  /// The text says this, and nothing else.
  case value(Value)

  /// The text does not say what it means.
  case unreadable(Unreadable)

  /// The value, where there is one.
  package var value: Value? {
    if case .value(let value) = self { value } else { nil }
  }

  /// What could not be read, where there is no value.
  package var unreadable: Unreadable? {
    if case .unreadable(let unreadable) = self { unreadable } else { nil }
  }

  /// The same reading of something made from the value.
  package func map<Other: Sendable>(_ change: (Value) -> Other) -> Reading<Other> {
    switch self {
    case .value(let value): .value(change(value))
    case .unreadable(let unreadable): .unreadable(unreadable)
    }
  }

  /// A text that could not be read.
  static func unreadable(
    _ typed: String,
    _ problem: String,
    suggestion: String? = nil
  ) -> Reading {
    .unreadable(Unreadable(typed: typed, problem: problem, suggestion: suggestion))
  }
}

extension Reading: Equatable where Value: Equatable {}

/// A text that could not be read as what it stands for.
package struct Unreadable: Hashable, Sendable {
  /// The text, byte for byte.
  package let typed: String

  /// What is wrong with it, continuing a sentence: `is not a time of day`.
  package let problem: String

  /// What may have been meant, written so that it could be typed instead; nil where nobody knows.
  package let suggestion: String?

  /// A text that could not be read, why, and what may have been meant.
  package init(typed: String, problem: String, suggestion: String? = nil) {
    self.typed = typed
    self.problem = problem
    self.suggestion = suggestion
  }
}

/// Reads what people type: pure functions from a text to a value, one for each kind of value.
///
/// Blanks around the text mean nothing. An empty text is unreadable: whether a value may be missing
/// is the caller's to know.
package enum Typed {}
