// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// A breach of a house rule, with the place and what to do instead.
struct Offence: CustomStringConvertible, Equatable {
  var path: String
  var line: Int
  var what: String
  var instead: String

  var description: String { "\(path):\(line): \(what); \(instead)" }
}

/// A file of the repository, named by its path from the top.
struct TextFile {
  var path: String
  var text: String

  var lines: [Substring] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.last?.isEmpty == true ? lines.dropLast() : lines
  }

  func offence(_ what: String, at line: Int, _ instead: String) -> Offence {
    Offence(path: path, line: line, what: what, instead: instead)
  }
}

/// A Swift file, split into tokens and comments.
struct SwiftFile {
  var file: TextFile
  var tokens: [Token]
  var comments: [Int: String]

  init(_ file: TextFile) {
    self.file = file
    let lexer = Lexer(file.text)
    tokens = lexer.tokens
    comments = lexer.comments
  }

  init(path: String, _ text: String) { self.init(TextFile(path: path, text: text)) }

  /// Whether the file belongs to the product, not to its tests.
  var isSource: Bool { file.path.hasPrefix("Sources/") }

  /// The target the file belongs to, by its folder.
  var room: String {
    let parts = file.path.split(separator: "/")
    return parts.count > 2 ? String(parts[1]) : ""
  }

  /// Whether a generator wrote the file; nobody reads its style.
  var isGenerated: Bool {
    file.path.hasSuffix(".pb.swift") || file.path.split(separator: "/").contains("Generated")
  }
}

/// The repository as it stands on disk, read once.
enum House {
  static let root: String = {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    parts.removeLast(3)
    return parts.joined(separator: "/")
  }()

  static let rooms: [TextFile] = files(in: ["Sources", "Tests"])

  static let swiftFiles: [SwiftFile] = rooms.filter { $0.path.hasSuffix(".swift") }
    .map { SwiftFile($0) }
    .filter { !$0.isGenerated }

  static let scripts: [TextFile] = files(in: ["Scripts", ".ci"])

  static let allFiles: [TextFile] =
    rooms + scripts + files(in: ["Config"]) + ["README.md", "Package.swift"].compactMap(file)

  static func file(_ path: String) -> TextFile? {
    guard
      let data = FileManager.default.contents(atPath: root + "/" + path),
      let text = String(validating: data, as: UTF8.self)
    else { return nil }
    return TextFile(path: path, text: text)
  }

  private static func files(in folders: [String]) -> [TextFile] {
    folders.flatMap { folder in
      let names = (try? FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)/")) ?? []
      return names.sorted().compactMap { file(folder + "/" + $0) }
    }
  }
}
