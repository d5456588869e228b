// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Insight
import TestSupport
import Testing

/// Field work that went in by import, through sync and a real hub, and out by the real reports.
struct ReportedField {
  let folder: TemporaryFolder
  private let hub: RunningHub

  /// A hub, a coordinator and a shopper of a program.
  init(program yaml: String, called code: String, definitions: [String] = []) throws {
    hub = try RunningHub()
    folder = try TemporaryFolder()
    try folder.write(yaml, to: "program.yaml")
    let invitation = try hub.invite("Ingrid", as: .coordinator, to: nil)
    try run("coordinator", ["enrol", hub.address, invitation])
    try run("coordinator", ["program", "publish", "program.yaml"])
    if !definitions.isEmpty {
      try run("coordinator", ["program", "import", "--program", code] + definitions)
    }
    try run("coordinator", ["sync"])
    try run("shopper", ["enrol", hub.address, try hub.invite("Ada", as: .shopper, to: code)])
    try run("shopper", ["sync"])
  }

  /// Imports files on the shopper's laptop, and syncs them to the coordinator's.
  func take(_ files: [String]) throws {
    try run("shopper", ["import"] + files)
    try run("shopper", ["sync"])
    try run("coordinator", ["sync"])
  }

  /// Runs a program on the store that is called like it.
  @discardableResult
  func run(_ program: String, _ arguments: [String]) throws -> String {
    let tool = try ProgramUnderTest(
      program,
      environment: ["SHOPPER_STORE": folder.path("store-\(program)"), "HOME": folder.path],
      folder: folder.path
    )
    let outcome = try tool.run(arguments)
    try #require(outcome.status == 0, "\(program) \(arguments): \(outcome)")
    return outcome.output
  }

  /// A report as scripts read it.
  func report(_ name: String, _ options: String...) throws -> Reported {
    let text = try run("coordinator", ["report", name, "--json"] + options)
    return Reported(try JSONSerialization.jsonObject(with: Data(text.utf8)))
  }
}

/// A report as scripts read it.
struct Reported {
  private let json: Any?

  init(_ json: Any?) {
    self.json = json is NSNull ? nil : json
  }

  subscript(name: String) -> Reported { Reported((json as? [String: Any])?[name]) }

  subscript(place: Int) -> Reported { list.indices.contains(place) ? list[place] : Reported(nil) }

  var list: [Reported] { (json as? [Any])?.map(Reported.init) ?? [] }

  var number: Double? { (json as? NSNumber)?.doubleValue }

  var count: Int { (json as? NSNumber)?.intValue ?? -1 }

  var text: String? { json as? String }

  var names: [String] { (json as? [String: Any])?.keys.sorted() ?? [] }

  /// Where a measure says something else than the report, by the names that lead there; names of
  /// which the measure says nothing are not looked at.
  func differences(from value: ReportValue, at place: String = "") -> [String] {
    switch value {
    case .null: return json == nil ? [] : ["\(place) is there"]
    case .boolean(let answer):
      return (json as? NSNumber)?.boolValue == answer ? [] : ["\(place) is not \(answer)"]
    case .whole(let whole): return number == Double(whole) ? [] : ["\(place) is not \(whole)"]
    case .number(let known):
      let isEqual = number.map { abs($0 - known) <= 1e-9 * max(1, abs(known)) } ?? false
      return isEqual ? [] : ["\(place) is \(number as Any), not \(known)"]
    case .text(let known):
      return text?.utf8.elementsEqual(known.utf8) == true ? [] : ["\(place) is not \(known)"]
    case .list(let values):
      guard list.count == values.count else { return ["\(place) has \(list.count)"] }
      return zip(list, values).enumerated().flatMap { index, pair in
        pair.0.differences(from: pair.1, at: "\(place)[\(index)]")
      }
    case .members(let members):
      return members.flatMap { member in
        self[member.name].differences(from: member.value, at: "\(place).\(member.name)")
      }
    }
  }
}
