// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import Intake
import LocalStore

/// `program publish FILE`: a program and all its definitions from one file.
struct ProgramPublish: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Create or update a program from one file.",
    discussion: """
      The file holds the sections program, waves, brands, segments, scenarios, locations, \
      journeys, interactions, targets and assignments. All of it is taken, or nothing where \
      anything in it is wrong. Publishing a file again writes only what differs.

      What is taken out of the file stays in the program: visits may name it. Give an \
      interaction the status "retired" to have it asked no more.

      No network is needed: the program reaches the hub with the next sync.
      """
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @Argument(help: "The program file, or - for standard input.", completion: .file()) var file:
    String

  func run(in store: LocalStore) throws {
    let program = try programFile()
    let id = Program.id(code: program.code)
    let drafts = [program.program] + program.definitions
    let (tally, missing) = try store.write { writer in
      var tally = DefinitionTally()
      for draft in drafts {
        try tally.write(draft, of: id, with: writer)
      }
      return (tally, try writer.reader.missing(from: drafts, of: id))
    }
    for what in missing {
      TextOutput.note("\(what) is not in the program yet: publish or import it.")
    }
    if output.json {
      return try TextOutput.json(Answer(program: program.code, definitions: tally))
    }
    TextOutput.table(tally.rows, headings: DefinitionTally.headings)
    TextOutput.line(
      tally.isUnchanged
        ? "\(program.code) is as it was." : "Published \(program.code). Next: sync"
    )
  }

  private func programFile() throws -> ProgramFile {
    let text = try InputText.read(file)
    do throws(YAMLFaults) {
      return try ProgramFile(yaml: text, file: file)
    } catch {
      throw Failure(.badData, "\(error)\nNothing was published. Correct the file.")
    }
  }

  private struct Answer: Encodable {
    let program: String
    let definitions: DefinitionTally
  }
}

extension StoreReader {
  /// What definitions name that the program does not have, such as `interaction desk`.
  fileprivate func missing(from drafts: [Draft], of program: RecordID) throws -> [String] {
    var missing: [String] = []
    for put in drafts.flatMap(\.puts) {
      guard let kind = FieldSchema.referent(of: put.path), let code = put.value.text else {
        continue
      }
      let isKnown = try record(RecordID(kind, in: program, named: code)).map { !$0.isDeleted }
      let name = "\(kind.rawValue) \u{201c}\(code)\u{201d}"
      if isKnown != true, !missing.contains(name) { missing.append(name) }
    }
    return missing
  }
}
