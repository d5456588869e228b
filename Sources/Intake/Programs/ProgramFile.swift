// SPDX-License-Identifier: Apache-2.0
package import FieldModel

/// A program in one file: the study itself and all its definitions.
package struct ProgramFile: Sendable {
  /// The study.
  package let program: Draft

  /// What it is made of, in the order of the sections.
  package let definitions: [Draft]

  /// The short name that people type.
  package var code: String {
    program.key.joined()
  }

  /// The sections of a file and what each holds, in the order in which they are read.
  package static let sections: [(name: String, kind: RecordKind)] = [
    ("program", .program), ("waves", .wave), ("brands", .brand), ("segments", .segment),
    ("scenarios", .scenario), ("locations", .location), ("journeys", .journey),
    ("interactions", .interaction), ("targets", .target), ("assignments", .assignment),
  ]

  /// Reads a program file.
  ///
  /// Nothing of a file is taken where anything is wrong: a program that has lost a line would be
  /// walked by everybody.
  ///
  /// - Parameters:
  ///   - yaml: The file's text.
  ///   - file: The file as the person named it.
  /// - Throws: ``YAMLFaults`` with everything that is wrong: unknown sections and keys, values that
  ///   cannot be read, codes that are missing or come twice, references to an entry that is missing
  ///   in a section that is there.
  package init(yaml: String, file: String) throws(YAMLFaults) {
    var reader = YAMLReader(file: file)
    guard let root = try reader.root(of: yaml) else {
      let fault = YAMLFault(line: 1, path: [], problem: "the file is empty")
      throw YAMLFaults(file: file, faults: [fault])
    }
    let sections = reader.entries(of: root, known: ProgramFile.sections.map(\.name))
    var entries: [ProgramEntry] = []
    for (name, kind) in ProgramFile.sections {
      if let (_, node) = sections.first(where: { $0.key == name }), !node.isBlank {
        entries += ProgramEntry.entries(of: node, kind, &reader)
      }
    }
    ProgramFile.checkCodes(entries, &reader)
    ProgramFile.checkReferences(entries, &reader)
    guard let program = entries.first(where: { $0.draft.kind == .program }) else {
      reader.add(
        root.fault("there is no section “program”", hint: "It holds the program's code and name.")
      )
      throw YAMLFaults(file: file, faults: reader.faults)
    }
    try reader.finish()
    self.program = program.draft
    definitions = entries.filter { $0.draft.kind != .program }.map(\.draft)
  }

  private static func checkCodes(_ entries: [ProgramEntry], _ reader: inout YAMLReader) {
    var firstLines: [RecordKind: [[[UInt8]]: Int]] = [:]
    for entry in entries {
      let key = entry.draft.key.map { Array($0.utf8) }
      if let line = firstLines[entry.draft.kind]?[key] {
        let shown = entry.draft.key.filter { !$0.isEmpty }.joined(separator: " ")
        reader.add(entry.node.fault("“\(shown)” is there already, on line \(line)"))
      } else {
        firstLines[entry.draft.kind, default: [:]][key] = entry.node.line
      }
    }
  }

  private static func checkReferences(_ entries: [ProgramEntry], _ reader: inout YAMLReader) {
    // A section that the file leaves out was published before, or is imported from a table.
    var known = KnownCodes()
    for entry in entries {
      known.insert(entry.draft.key.joined(), entry.draft.kind)
    }
    for entry in entries {
      for put in entry.draft.puts {
        guard let kind = FieldSchema.referent(of: put.path), let code = put.value.text,
          known.contains(code, kind) == false
        else { continue }
        let nearest = known.nearest(to: code, kind).map { "Did you mean “\($0)”?" }
        let hint = nearest ?? "Define it under its own section, or leave the key out."
        let problem = "“\(code)” is no \(kind.rawValue) of this file"
        reader.add(entry.node(of: put.path).fault(problem, hint: hint))
      }
    }
  }
}
