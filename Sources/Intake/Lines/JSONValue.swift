// SPDX-License-Identifier: Apache-2.0

/// A JSON value as it was written.
package enum JSONValue: Hashable, Sendable {
  /// The absence of a value.
  case null

  /// True or false.
  case boolean(Bool)

  /// A number's text, byte for byte: no rounding, no limit.
  case number(String)

  /// A text without its escapes.
  case text(String)

  /// Values in order.
  case array([JSONValue])

  /// Members by name.
  case object(JSONObject)

  /// The value as a person would have typed it in a cell: a text's characters, a number's digits,
  /// `true` or `false`; nil for null, arrays and objects.
  package var typed: String? {
    switch self {
    case .boolean(let value): String(value)
    case .number(let text), .text(let text): text
    case .null, .array, .object: nil
    }
  }
}

/// The members of a JSON object as they were written: in order, repeated names included.
package struct JSONObject: Hashable, Sendable {
  /// A name and its value.
  package struct Member: Hashable, Sendable {
    /// The name without its escapes.
    package let name: String

    /// What it stands for.
    package let value: JSONValue

    /// A member of an object.
    package init(name: String, value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// The members in order.
  package let members: [Member]

  /// An object of these members.
  package init(_ members: [Member]) {
    self.members = members
  }

  /// The value of a name; of a repeated name, the last, as other readers of JSON have it.
  package subscript(name: String) -> JSONValue? {
    members.last { $0.name.isSameBytes(as: name) }?.value
  }

  /// The first name that an earlier member has too.
  package var firstRepeatedName: String? {
    var names: Set<[UInt8]> = []
    return members.first { !names.insert(Array($0.name.utf8)).inserted }?.name
  }
}

/// Why a text is not JSON, and where.
package struct JSONFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, in a few words.
  package let problem: String

  /// Where it is wrong.
  package let place: TextPlace

  /// How many bytes stand before that place.
  package let offset: Int

  /// A fault at a place.
  package init(_ problem: String, place: TextPlace, offset: Int) {
    self.problem = problem
    self.place = place
    self.offset = offset
  }

  /// The place and what is wrong there.
  package var description: String {
    "\(place): \(problem)"
  }
}
