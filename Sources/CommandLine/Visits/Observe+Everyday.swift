// SPDX-License-Identifier: Apache-2.0

extension Observe {
  /// Reads `observe` as it is mostly typed, without the parser.
  ///
  /// Building the parser's grammar takes longer than all the rest of an observation, and a visit is
  /// made of dozens. Words and long options with their texts are read here as the parser reads them;
  /// everything else, and all that is wrong, is left to it.
  ///
  /// - Parameter arguments: The words after the program's name.
  /// - Returns: Nil where the parser has to read them.
  package init?(everyday arguments: [String]) {
    guard arguments.first == "observe" else { return nil }
    var plain: [String] = []
    var texts: [String: String] = [:]
    var rest = arguments.dropFirst()
    while let word = rest.popFirst() {
      guard isOption(word) else {
        plain.append(word)
        continue
      }
      guard Observe.everydayOptions.contains(word), texts[word] == nil, let text = rest.popFirst(),
        !isOption(text)
      else { return nil }
      texts[word] = text
    }
    guard let interaction = plain.first, plain.count <= 2 else { return nil }
    self.init()
    self.interaction = interaction
    words = Array(plain.dropFirst())
    visit = texts["--visit"]
    (from, atomic) = (nil, false)
    storeOptions = StoreOptions()
    storeOptions.folder = texts["--store"]
    output = OutputOptions()
    output.json = false
    moment = MomentOptions(everyday: texts)
  }

  private static let everydayOptions = [
    "--store", "--visit", "--verdict", "--seconds", "--note", "--at", "--asked-for", "--moved-to",
  ]
}

extension MomentOptions {
  fileprivate init(everyday texts: [String: String]) {
    self.init()
    verdict = texts["--verdict"]
    seconds = texts["--seconds"]
    note = texts["--note"]
    at = texts["--at"]
    askedFor = texts["--asked-for"]
    movedTo = texts["--moved-to"]
    (notApplicable, refused, leftBlank) = (false, false, false)
  }
}

private func isOption(_ word: String) -> Bool {
  word.isEmpty || word.utf8.first == UInt8(ascii: "-")
}
