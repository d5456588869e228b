// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Intake
import LocalStore

extension StoreReader {
  /// The program that a person means: by code, or the only one there is.
  func program(_ code: String?) throws -> Program {
    if let code { return try program(exactly: code) }
    let all = try all(Program.self)
    guard all.count == 1, let program = all.first else {
      let list = all.map(\.code).joined(separator: ", ")
      throw Failure(
        .badData,
        all.isEmpty
          ? "There is no program here yet. Sync first: sync."
          : "There is more than one program. Name one with --program: \(list)."
      )
    }
    return program
  }

  private func program(exactly code: String) throws -> Program {
    if let alike = try only(all(Program.self), ofCode: code) { return alike }
    return try program(code)
  }

  /// The definition of a program that a person means by a code, in whatever case they typed it.
  ///
  /// - Throws: A failure that names the nearest code.
  func definition<View: RecordView>(
    _ view: View.Type,
    _ code: String,
    in program: RecordID
  ) throws -> View {
    if let exact = try find(view, code: code, in: program) { return exact }
    let all = try all(view, in: program)
    if let alike = only(all, ofCode: code) { return alike }
    let kind = View.kind.rawValue
    let near = NearestName.of(code, among: all.map(\.code))
    let advice =
      near.map { "Did you mean \u{201c}\($0)\u{201d}?" }
      ?? (all.isEmpty
        ? "The program has none here: sync first." : "There are \(all.count): see \(kind)s.")
    throw Failure(
      .badData,
      "There is no \(kind) \u{201c}\(code)\u{201d} in the program. \(advice)"
    )
  }

  /// A person's visit of a code, discarded ones among them; nil where there is none.
  ///
  /// Its name is no help: a code can be edited.
  func visit(ofCode code: String, by owner: PersonID?, in program: RecordID) throws -> Visit? {
    try matches(code, kinds: [.visit], includingDeleted: true)
      .compactMap { try record($0) }.map(Visit.init)
      .first { visit in
        visit.record.header.scope == Scope(program: program, owner: owner)
          && visit.code.utf8.elementsEqual(code.utf8)
      }
  }

  /// The one of a code in another case; nil where there is none, or more than one.
  private func only<View: RecordView>(_ views: [View], ofCode code: String) -> View? {
    let alike = views.filter { $0.code.lowercased() == code.lowercased() }
    return alike.first { $0.code.utf8.elementsEqual(code.utf8) }
      ?? (alike.count == 1 ? alike.first : nil)
  }
}

extension RecordID {
  /// The beginning of the name, which people can type for the whole of it.
  var short: String { String(description.prefix(10)) }
}

extension Visit {
  /// What people call the visit: its code, else the beginning of its name.
  var title: String { code.isEmpty ? id.short : code }

  /// The header of the visit's observation of an interaction; of several, the first unless said.
  func observationHeader(of interaction: String, occurrence: Int = 1) -> RecordHeader {
    RecordHeader(
      id: Observation.id(visit: id, interaction: interaction, occurrence: occurrence),
      kind: .observation,
      scope: record.header.scope,
      parent: id
    )
  }
}

/// The one value among words that may begin with a dash, as negative numbers do; nil where there
/// is none.
///
/// - Throws: A failure where there are several, or where a word looks like an option.
func onlyValue(among words: [String]) throws -> String? {
  if words.first == "--" { return try single(Array(words.dropFirst())) }
  if let option = words.first(where: { $0.hasPrefix("--") || isShortOption($0) }) {
    throw Failure(.usage, "There is no option \u{201c}\(option)\u{201d}. See: --help.")
  }
  return try single(words)
}

private func single(_ words: [String]) throws -> String? {
  guard words.count <= 1 else {
    throw Failure(
      .usage,
      "There is more than one value: \(words.joined(separator: ", ")). Put quotes around the whole."
    )
  }
  return words.first
}

private func isShortOption(_ word: String) -> Bool {
  guard word.utf8.first == UInt8(ascii: "-"), let letter = word.dropFirst().first else {
    return false
  }
  return letter.isLetter && word.count == 2
}
