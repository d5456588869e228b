// SPDX-License-Identifier: Apache-2.0
package import FieldModel

extension Typed {
  /// Reads yes or no: `yes y true 1` and `no n false 0`, in either case.
  package static func yesNo(_ text: String) -> Reading<Bool> {
    let typed = text.trimmed
    switch typed.lowercased() {
    case "yes", "y", "true", "1": return .value(true)
    case "no", "n", "false", "0": return .value(false)
    default:
      let nearest = NearestName.of(typed, among: ["yes", "no", "true", "false"])
      return .unreadable(text, "is neither yes nor no", suggestion: nearest)
    }
  }

  /// Reads a verdict: `misery`, `neutral`, `magic`, or a degree from -2 to 2.
  package static func verdict(_ text: String) -> Reading<Verdict> {
    let typed = text.trimmed.replacing("\u{2212}", with: "-")
    if let verdict = Verdict(typed) {
      return .value(verdict)
    }
    let nearest = NearestName.of(typed, among: ["misery", "neutral", "magic"])
    let problem = "is no verdict (misery, neutral, magic, or -2 to 2)"
    return .unreadable(text, problem, suggestion: nearest)
  }

  /// Reads a code of at most 128 bytes.
  package static func code(_ text: String) -> Reading<String> {
    guard let code = Code(text.trimmed) else {
      return .unreadable(text, "is not a code of 1 to \(Code.bytesMaximum) bytes")
    }
    return .value(code.text)
  }

  /// Reads one of several words, in either case; what is no letter or digit does not count.
  ///
  /// - Returns: The word as it stands in the list.
  package static func word(_ text: String, of words: [String]) -> Reading<String> {
    let typed = plain(text)
    if let word = words.first(where: { plain($0) == typed }) {
      return .value(word)
    }
    let nearest = NearestName.of(text.trimmed, among: words)
    return .unreadable(
      text,
      "is none of " + words.joined(separator: ", "),
      suggestion: nearest
    )
  }

  /// Reads several codes, parted by `;`, `,` or `|`, or else by blanks.
  ///
  /// A code that comes twice counts once.
  package static func codes(_ text: String) -> Reading<[String]> {
    let separators: Set<Character> = [";", ",", "|"]
    let typed = text.trimmed
    let parts =
      typed.contains(where: separators.contains)
      ? typed.split(whereSeparator: separators.contains) : typed.split(separator: " ")
    var codes: [String] = []
    for part in parts.map(\.trimmed) where !part.isEmpty {
      guard case .value(let code) = code(part) else {
        return .unreadable(text, "holds something that is no code")
      }
      if !codes.contains(where: code.isSameBytes) {
        codes.append(code)
      }
    }
    return codes.isEmpty ? .unreadable(text, "names no code") : .value(codes)
  }

  private static func plain(_ text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
