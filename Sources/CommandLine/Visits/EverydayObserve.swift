// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Glibc
import LocalStore

/// `observe` as it is mostly typed, read without the parser.
///
/// Building the parser's grammar takes longer than all the rest of an observation, and a visit is
/// made of dozens. Words and long options with their texts are read here as the parser reads them;
/// everything else, and all that is wrong, is left to it.
package struct EverydayObserve {
  private static let fields: [(option: String, path: FieldPath)] = [
    ("--verdict", "verdict"), ("--seconds", "seconds"), ("--note", "note"), ("--at", "observed_at"),
    ("--asked-for", "asked_for"), ("--moved-to", "moved_to"),
  ]
  private static let options = ["--store", "--visit"] + fields.map(\.option)

  private let folder: String?
  private let moment: ToldMoment

  /// Reads the words after the program's name; nil where the parser has to.
  package init?(_ arguments: ArraySlice<String>) {
    guard arguments.first == "observe" else { return nil }
    var words: [String] = []
    var texts: [(option: String, text: String)] = []
    var rest = arguments.dropFirst()
    while let word = rest.popFirst() {
      guard isOption(word) else {
        words.append(word)
        continue
      }
      guard Self.options.contains(word), !texts.contains(where: { $0.option == word }),
        let text = rest.popFirst(), !isOption(text)
      else { return nil }
      texts.append((word, text))
    }
    guard (1...2).contains(words.count) else { return nil }
    func text(of option: String) -> String? { texts.first { $0.option == option }?.text }
    folder = text(of: "--store")
    var typed = TypedObservation()
    if words.count == 2 { typed.texts.append(("value", words[1])) }
    for (option, path) in Self.fields {
      if let text = text(of: option) { typed.texts.append((path, text)) }
    }
    moment = ToldMoment(interaction: words[0], visit: text(of: "--visit"), typed: typed)
  }

  /// Records the moment and ends the process: nobody has to tidy its memory up.
  ///
  /// - Throws: The exit code of a failure, which is told on standard error.
  package func run() throws {
    try reportingFailure {
      let store = try LocalStore(named: folder)
      try withExtendedLifetime(store) {
        try moment.record(in: store, asJSON: false)
        store.close()
        try TextOutput.finish()
        exit(0)
      }
    }
  }
}

private func isOption(_ word: String) -> Bool {
  word.isEmpty || word.utf8.first == UInt8(ascii: "-")
}
