// SPDX-License-Identifier: Apache-2.0

/// How long and wide things may grow.
enum Measures {
  static let linesOfFile = 400
  static let linesOfFunction = 60
  static let linesOfScript = 80
  static let columns = 100

  static func long(_ file: TextFile, limit: Int) -> [Offence] {
    let count = file.lines.count
    guard count > limit else { return [] }
    return [file.offence("\(count) lines are more than \(limit)", at: limit + 1, "split the file")]
  }

  static func wide(_ file: TextFile) -> [Offence] {
    file.lines.enumerated().filter { $0.element.count > columns }.map { index, line in
      let what = "\(line.count) columns are more than \(columns)"
      return file.offence(what, at: index + 1, "break the line")
    }
  }

  static func longFunctions(_ file: SwiftFile) -> [Offence] {
    file.tokens.indices.compactMap { index in
      let first = file.tokens[index].line
      guard let last = lastLine(ofFunctionAt: index, in: file.tokens) else { return nil }
      let count = last - first + 1
      guard count > linesOfFunction else { return nil }
      let what = "a function of \(count) lines is longer than \(linesOfFunction)"
      return file.file.offence(what, at: first, "give its steps names and functions of their own")
    }
  }

  /// Words that cannot stand between a function's name and its body.
  private static let declarations: Set = [
    "func", "var", "let", "init", "deinit", "subscript", "case", "struct", "enum", "class", "actor",
    "extension", "protocol", "associatedtype", "typealias", "static", "mutating", "}", ";", "#",
  ]

  private static func lastLine(ofFunctionAt start: Int, in tokens: [Token]) -> Int? {
    let keyword = tokens[start].text
    guard ["func", "init", "deinit", "subscript", "var"].contains(keyword) else { return nil }
    if start > 0, tokens[start - 1].text == "." { return nil }
    var depth = 0
    var index = start + 1
    while index < tokens.count {
      let token = tokens[index]
      if token.text == "(" || token.text == "[" { depth += 1 }
      if token.text == ")" || token.text == "]" { depth -= 1 }
      if depth < 0 { return nil }
      if depth == 0 {
        if token.text == "{" { return lastLine(ofBlockAt: index, in: tokens) }
        if declarations.contains(token.text) { return nil }
        if keyword == "var", token.text == "=" || token.line > tokens[index - 1].line { return nil }
      }
      index += 1
    }
    return nil
  }

  private static func lastLine(ofBlockAt start: Int, in tokens: [Token]) -> Int? {
    var depth = 0
    for token in tokens[start...] {
      if token.text == "{" { depth += 1 }
      if token.text == "}" { depth -= 1 }
      if depth == 0 { return token.line }
    }
    return nil
  }
}
