// SPDX-License-Identifier: Apache-2.0

/// Whether everything is licensed, built and written about.
enum Reach {
  static let licence = "// SPDX-License-Identifier: Apache-2.0"

  static func unlicensed(_ file: SwiftFile) -> [Offence] {
    guard file.file.lines.first.map(String.init) != licence else { return [] }
    return [file.file.offence("the first line names no licence", at: 1, "begin with `\(licence)`")]
  }

  /// A file that no target of the manifest builds, or that holds nothing to build.
  static func dead(_ file: SwiftFile, in manifest: TextFile) -> [Offence] {
    var offences: [Offence] = []
    if !manifest.text.contains("\"\(file.room)\"") {
      let instead = "move it into a target of \(manifest.path)"
      offences.append(file.file.offence("no target builds this file", at: 1, instead))
    }
    let declares = file.tokens.contains { declarators.contains($0.text) }
    if !declares || file.file.path.hasSuffix("/Placeholder.swift") {
      offences.append(file.file.offence("the file holds no code", at: 1, "delete it"))
    }
    return offences
  }

  static func unnamed(_ targets: Set<String>, in readme: TextFile) -> [Offence] {
    targets.sorted().filter { !readme.text.contains($0) }.map {
      readme.offence("\($0) is not named", at: 1, "say which promise it keeps")
    }
  }

  private static let declarators: Set = [
    "struct", "class", "enum", "actor", "extension", "protocol", "func", "let", "var", "typealias",
  ]
}
