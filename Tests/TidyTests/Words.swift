// SPDX-License-Identifier: Apache-2.0

/// A word that has a better one.
struct BannedWord: CustomStringConvertible {
  var description: String
  var instead: String
  /// A reason in a comment just above excuses it.
  var isExcusable = false
  /// Words after which it means something else: declaring the name is no use of it.
  var mayFollow: Set<String> = []
  /// The one file that may say it.
  var home: String?

  private let pattern: [Token]

  init(
    _ code: String,
    _ instead: String,
    isExcusable: Bool = false,
    mayFollow: Set<String> = [],
    home: String? = nil
  ) {
    description = code
    self.instead = instead
    self.isExcusable = isExcusable
    self.mayFollow = mayFollow
    self.home = home
    pattern = Lexer(code).tokens
  }

  func offences(in file: SwiftFile) -> [Offence] {
    if let home, file.file.path.hasSuffix("/" + home) { return [] }
    return file.tokens.indices.filter { matches(file.tokens, at: $0) }.map { file.tokens[$0].line }
      .filter { !isExcusable || !isExcused(in: file, at: $0) }
      .map { file.file.offence("`\(description)` is banned", at: $0, instead) }
  }

  private func matches(_ tokens: [Token], at start: Int) -> Bool {
    guard start + pattern.count <= tokens.count else { return false }
    for (offset, expected) in pattern.enumerated() {
      let token = tokens[start + offset]
      guard token.text == expected.text else { return false }
      if expected.text == "!", !token.isGlued { return false }
    }
    return start == 0 || !mayFollow.contains(tokens[start - 1].text)
  }

  private func isExcused(in file: SwiftFile, at line: Int) -> Bool {
    var above = line - 1
    while let comment = file.comments[above] {
      if comment.contains("Safe because") { return true }
      above -= 1
    }
    return false
  }
}

/// What code may not say, and what to say instead.
enum Words {
  static let everywhere = [
    BannedWord("sleep(", "wait for what you wait for, or take a clock"),
    BannedWord("usleep(", "wait for what you wait for, or take a clock"),
    BannedWord("nanosleep(", "wait for what you wait for, or take a clock"),
    BannedWord("@_exported", "import it where it is used"),
  ]

  static let inSources =
    everywhere + [
      BannedWord("Task.detached", "use a task group or a Service"),
      BannedWord("Task {", "use a task group or a Service", mayFollow: declarators),
      BannedWord("Task(", "use a task group or a Service"),
      BannedWord("@unchecked Sendable", excuse, isExcusable: true),
      BannedWord("nonisolated(unsafe)", excuse, isExcusable: true),
      BannedWord("try!", "throw, or handle the error"),
      BannedWord("as!", "use `as?` and handle nil"),
      BannedWord("fatalError(", "throw, or state a precondition in a sentence"),
      BannedWord("print(", "write through TextOutput", mayFollow: [".", "func"], home: output),
      BannedWord("Swift.print(", "write through TextOutput", home: output),
      BannedWord("debugPrint(", "write through TextOutput"),
    ]

  static let inPureRooms = [
    BannedWord("Date(", "take the instant as an argument"),
    BannedWord("Date.now", "take the instant as an argument"),
    BannedWord("ContinuousClock", "take the instant as an argument"),
    BannedWord("UUID(", "take the identifier as an argument"),
    BannedWord(".random", "take a generator as an argument"),
    BannedWord(".randomElement()", "take a generator as an argument"),
    BannedWord(".shuffled()", "take a generator as an argument"),
    BannedWord("SystemRandomNumberGenerator", "take a generator as an argument"),
  ]

  static let pureRooms: Set = [
    "FieldModel", "Insight", "SyncProtocol", "Replication", "Simulation",
  ]

  private static let declarators: Set = ["struct", "enum", "class", "actor", "extension", "."]
  private static let output = "TextOutput.swift"
  private static let excuse = "use a Mutex, or say `// Safe because …` on the line above"

  static func banned(in file: SwiftFile) -> [Offence] {
    let words = file.isSource ? inSources : everywhere
    return words.flatMap { $0.offences(in: file) } + leftovers(in: file)
  }

  static func impure(in file: SwiftFile) -> [Offence] {
    guard file.isSource, pureRooms.contains(file.room) else { return [] }
    return inPureRooms.flatMap { $0.offences(in: file) }
  }

  /// Work left undone, in comments.
  private static func leftovers(in file: SwiftFile) -> [Offence] {
    file.comments.sorted { $0.key < $1.key }.compactMap { line, comment in
      let words = comment.split { !$0.isLetter }
      guard let word = words.first(where: { ["TODO", "FIXME", "XXX"].contains($0) }) else {
        return nil
      }
      return file.file.offence("`\(word)` is banned", at: line, "do it, or open an issue")
    }
  }

  /// Paths and phrases that belong to one machine or to how the code was made.
  static func foreign(in file: TextFile) -> [Offence] {
    file.lines.enumerated().flatMap { index, line in
      machineFolders.filter { names($0, in: line) }.map {
        file.offence("`\($0)` is a path of one machine", at: index + 1, "use a relative path")
      }
        + strangePhrases.filter { line.lowercased().contains($0) }.map {
          file.offence("`\($0)` is not about the product", at: index + 1, "speak of the product")
        }
    }
  }

  static let machineFolders = ["work", "home", "root", "tmp/brief"].map { "/" + $0 }
  static let strangePhrases = [
    ["coding", "agent"], ["language", "model"], ["an", "agent"],
  ]
  .map { $0.joined(separator: " ") }

  /// Whether the line holds the folder as an absolute path, not as a part of a longer one.
  private static func names(_ folder: String, in line: Substring) -> Bool {
    line.ranges(of: folder).contains { range in
      let before = line[..<range.lowerBound].last
      let after = line[range.upperBound...].first
      let isAbsolute = before.map { !$0.isLetter && !$0.isNumber && !".~_-/}*>)".contains($0) }
      let isWhole = after.map { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "-" }
      return isAbsolute ?? true && isWhole ?? true
    }
  }
}
