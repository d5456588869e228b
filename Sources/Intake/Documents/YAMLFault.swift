// SPDX-License-Identifier: Apache-2.0

/// Something wrong in a YAML file, with its place and what to do.
package struct YAMLFault: Hashable, Sendable {
  /// The line, from 1.
  package let line: Int

  /// The way to it: section, entry, key.
  package let path: [String]

  /// What is wrong, as a sentence without its full stop.
  package let problem: String

  /// What to do, or what may have been meant; nil where the problem says it.
  package let hint: String?

  /// A fault at a line.
  package init(line: Int, path: [String], problem: String, hint: String? = nil) {
    self.line = line
    self.path = path
    self.problem = problem
    self.hint = hint
  }
}

extension YAMLFault: CustomStringConvertible {
  /// One line for a person.
  package var description: String {
    let place = (["line \(line)"] + path).joined(separator: ", ")
    return "\(place): \(problem)." + (hint.map { " \($0)" } ?? "")
  }
}

/// All that is wrong in a YAML file, in order of line; nothing of the file is taken.
package struct YAMLFaults: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file as the person named it.
  package let file: String

  /// What is wrong: at least one thing.
  package let faults: [YAMLFault]

  /// What is wrong in a file.
  package init(file: String, faults: [YAMLFault]) {
    self.file = file
    self.faults = faults.sorted { $0.line < $1.line }
  }

  /// One line a fault.
  package var description: String {
    faults.map { "\(file), \($0)" }.joined(separator: "\n")
  }
}
