// SPDX-License-Identifier: Apache-2.0
package import FieldModel

/// A record as a file describes it, before anybody has written it.
package struct Draft: Hashable, Sendable {
  /// What it is about.
  package let kind: RecordKind

  /// What makes it one and the same when it is described again: the parts of its natural key
  /// within its program, or within its visit.
  package let key: [String]

  /// The code of the visit that an observation belongs to; nil for the visit in progress and for
  /// all other kinds.
  package let visit: String?

  /// The fields, each at most once.
  package let puts: [Put]

  /// The line of the file that describes it, from 1.
  package let line: Int

  /// A record as a line describes it.
  package init(
    _ kind: RecordKind,
    key: [String],
    visit: String? = nil,
    puts: [Put],
    line: Int
  ) {
    self.kind = kind
    self.key = key
    self.visit = visit
    self.puts = puts
    self.line = line
  }

  /// The value of a field; nil where the file says nothing of it.
  package subscript(path: FieldPath) -> FieldValue? {
    puts.first { $0.path == path }?.value
  }

  /// Which of the visit's moments of its interaction an observation is, from 1.
  package var occurrence: Int { self["occurrence"]?.number?.whole ?? 1 }

  /// The name of the record of a definition, which is the same for everybody.
  ///
  /// - Parameter program: The program that it belongs to; nil for a program itself.
  /// - Returns: The record's name.
  package func definitionID(in program: RecordID?) -> RecordID {
    // The parts of a key are parted by zero bytes, joined here or there.
    RecordID(kind, in: program, named: key.joined(separator: "\0"))
  }
}

extension Put {
  /// Whether the value is only the text that was typed.
  var isUnreadable: Bool {
    if case .unreadable = value { true } else { false }
  }
}
