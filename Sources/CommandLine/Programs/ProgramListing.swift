// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import Intake
import LocalStore

/// `program list`: the programs of this store.
struct ProgramList: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the programs that are here."
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions

  func run(in store: LocalStore) throws {
    let programs = try store.read { reader in
      try reader.all(Program.self)
        .sorted { FieldPath($0.code) < FieldPath($1.code) }
        .map { try ProgramContents($0, reader, withDefinitions: false) }
    }
    if output.json { return try TextOutput.json(programs) }
    if programs.isEmpty {
      return TextOutput.line("No programs here. Publish one: program publish FILE; or sync.")
    }
    TextOutput.table(
      programs.map { sheet in
        [sheet.program.code, sheet.program.name, "\(sheet.counts[.location] ?? 0)"]
          + ["\(sheet.counts[.interaction] ?? 0)", "\(sheet.counts[.visit] ?? 0)"]
      },
      headings: ["code", "name", "locations", "interactions", "visits"]
    )
  }
}

/// `program show CODE`: one program with all its definitions.
struct ProgramShow: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a program and what it consists of."
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @Argument(help: "The program's code.") var code: String

  func run(in store: LocalStore) throws {
    let sheet = try store.read { reader in
      try ProgramContents(try reader.program(code), reader, withDefinitions: true)
    }
    if output.json { return try TextOutput.json(sheet) }
    sheet.write()
  }
}

/// A program with its definitions and the number of its visits.
struct ProgramContents: Encodable {
  let program: Program
  let counts: [RecordKind: Int]
  let definitions: [RecordKind: [DefinitionAnswer]]

  /// The sections of a program file that describe what a program consists of.
  private static let sections = ProgramFile.sections.filter { $0.kind != .program }

  init(_ program: Program, _ reader: StoreReader, withDefinitions: Bool) throws {
    var counts: [RecordKind: Int] = [:]
    var definitions: [RecordKind: [DefinitionAnswer]] = [:]
    for kind in ProgramContents.sections.map(\.kind) {
      counts[kind] = try reader.count(kind, in: program.id)
      guard withDefinitions else { continue }
      var records: [Record] = []
      try reader.forEach(kind, in: program.id) { records.append($0) }
      definitions[kind] =
        kind == .interaction
        ? InteractionBank(records).sheets : records.map(DefinitionAnswer.init)
    }
    counts[.visit] = try reader.count(.visit, in: program.id)
    self.program = program
    self.counts = counts
    self.definitions = definitions
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: FieldKey.self)
    try program.record.encodeFields(into: &keys)
    let named = ProgramContents.sections + [("visits", .visit)]
    let numbers = named.map { ($0.name, counts[$0.kind] ?? 0) }
    try keys.encode(Dictionary(uniqueKeysWithValues: numbers), forKey: "counts")
    for section in ProgramContents.sections {
      if let records = definitions[section.kind] {
        try keys.encode(records, forKey: FieldKey(section.name))
      }
    }
  }

  /// Writes the program for people.
  func write() {
    TextOutput.line("\(program.code): \(TextOutput.singleLine(program.name))")
    for field in FieldSchema.fields(of: .program).dropFirst(2) {
      if let value = program.record.value(of: field.path) {
        TextOutput.line("  \(field.path): \(TextOutput.singleLine(value.display))")
      }
    }
    for section in ProgramContents.sections + [("visits", .visit)] {
      let codes = (definitions[section.kind] ?? [])
        .compactMap { $0.record.value(of: "code")?.text }
      let shown = codes.prefix(12).joined(separator: ", ") + (codes.count > 12 ? ", …" : "")
      let list = shown.isEmpty ? "" : ": " + TextOutput.singleLine(shown)
      TextOutput.line("  \(counts[section.kind] ?? 0) \(section.name)\(list)")
    }
  }
}
