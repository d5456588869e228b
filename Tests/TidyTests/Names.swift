// SPDX-License-Identifier: Apache-2.0

/// Names that say nothing of what a thing is.
enum Names {
  static let empty: Set = [
    "Util", "Utils", "Utility", "Utilities", "Helper", "Helpers", "Manager", "Managers", "Common",
    "Core", "Base", "Misc", "Impl",
  ]

  /// Folders and files of the path with such a name.
  static func emptyFolders(_ file: TextFile) -> [Offence] {
    let parts = file.path.split(separator: "/").map { $0.prefix { $0 != "." } }
    return parts.filter { words(in: $0).last.map(empty.contains) ?? false }.map {
      file.offence("`\($0)` says nothing", at: 1, "name it after what is in it")
    }
  }

  /// Types that are called so, or end so.
  static func emptyTypes(_ file: SwiftFile) -> [Offence] {
    let tokens = file.tokens
    return tokens.indices.dropLast().filter { declarators.contains(tokens[$0].text) }
      .map { tokens[$0 + 1] }
      .filter { words(in: $0.text[...]).last.map(empty.contains) ?? false }
      .map {
        file.file.offence("`\($0.text)` says nothing", at: $0.line, "name it after what it is")
      }
  }

  private static let declarators: Set = [
    "struct", "class", "enum", "actor", "protocol", "typealias", "associatedtype",
  ]

  /// The words of a name in camel case, underscores or hyphens.
  static func words(in name: Substring) -> [String] {
    var words: [String] = []
    for character in name {
      if character.isUppercase || words.isEmpty {
        words.append(String(character))
      } else if character.isLetter || character.isNumber {
        words[words.count - 1].append(character)
      } else {
        words.append("")
      }
    }
    return words.filter { !$0.isEmpty }.map { $0.prefix(1).uppercased() + $0.dropFirst() }
  }
}
