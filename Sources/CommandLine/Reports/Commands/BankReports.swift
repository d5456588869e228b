// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import Insight

/// `report costs`: money spent on misery.
struct CostsReport: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "costs",
    abstract: "What moments cost a year, and what of that is spent on misery.",
    discussion: "unit_cost × frequency_per_year × share of misery, each currency by itself."
  )

  static let reach = Reach.own

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var choice: ReportChoice
  @OptionGroup var output: ReportOutput

  func sheet(of reading: inout ReportReading) throws -> ReportSheet {
    CostLedger(try reading.readCoverage()).sheet
  }
}

/// `report surface`: forms by stages.
struct SurfaceReport: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "surface",
    abstract: "Where customers meet the company: forms by stages, and what nobody looks at."
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var choice: ReportChoice
  @OptionGroup var output: ReportOutput
  @Flag(help: "Part each form into its finer forms, which the attribute subform names.")
  var subforms = false

  func sheet(of reading: inout ReportReading) throws -> ReportSheet {
    Surface(try reading.readCoverage(), bySubform: subforms).sheet
  }
}

/// `report exposure`: contacts a year, and how little of them is looked at.
struct ExposureReport: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "exposure",
    abstract: "How often customers meet the company, and what was not observed for long."
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var choice: ReportChoice
  @OptionGroup var output: ReportOutput
  @Option(help: "After how many days without observation an interaction is forgotten.")
  var days = 90
  @Option(help: "Below how many observations an interaction is rarely observed.") var enough = 5
  @Option(
    help: ArgumentHelp("The day from which days are counted back; else today.", valueName: "day")
  )
  var on: String?

  func validate() throws {
    if days < 0 || enough < 1 { throw ValidationError("--days takes 0, --enough 1 or more.") }
    if let on, CalendarDate(on) == nil {
      throw ValidationError("\u{201c}\(on)\u{201d} is no day. Write it like 2026-02-01.")
    }
  }

  func sheet(of reading: inout ReportReading) throws -> ReportSheet {
    Exposure(
      try reading.readCoverage(),
      today: on.flatMap { CalendarDate($0) } ?? reading.today,
      days: days,
      enough: enough
    ).sheet
  }
}

/// `report discovery`: what shoppers noted that the bank does not have.
struct DiscoveryReport: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "discovery",
    abstract: "What shoppers met on their way that the bank does not have yet.",
    discussion: """
      A shopper who walks through a real purchase notes each contact with: shopper tick WORD. What \
      the bank does not have under that code or name is listed here, with what it has that is \
      called nearly so.
      """
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var choice: ReportChoice
  @OptionGroup var output: ReportOutput

  func sheet(of reading: inout ReportReading) throws -> ReportSheet {
    var discovery = Discovery(reading.facts)
    try reading.forEachVisit { discovery.add($0) }
    return discovery.sheet
  }
}

/// `report budget`: moments and hours a year.
struct BudgetReport: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "budget",
    abstract: "Moments of truth a year, and what observing so many of them buys.",
    discussion: """
      Ten million customers who each meet five employees for fifteen seconds are fifty million \
      moments a year: --customers 10000000 --contacts 5 --seconds 15.
      """
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var choice: ReportChoice
  @OptionGroup var output: ReportOutput
  @Option(help: "Customers a year.") var customers: Double
  @Option(help: "Contacts of a customer a year.") var contacts: Double
  @Option(help: "Seconds of a contact.") var seconds: Double

  func validate() throws {
    for number in [customers, contacts, seconds] where !(0...1e15).contains(number) {
      throw ValidationError("Customers, contacts and seconds are 0 or more.")
    }
  }

  func sheet(of reading: inout ReportReading) throws -> ReportSheet {
    var sheet = Budget(
      customers: customers,
      contacts: contacts,
      seconds: seconds,
      coverage: try reading.readCoverage()
    ).sheet
    sheet.values = ["program": .code(reading.facts.code)] + reading.basis.report + sheet.values
    return sheet
  }
}

extension ReportReading {
  /// Reads all chosen visits for what they have seen of the bank.
  fileprivate mutating func readCoverage() throws -> BankCoverage {
    var coverage = BankCoverage(facts, minimum: minimum)
    try forEachVisit { coverage.add($0) }
    return coverage
  }
}
