// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Glibc
import Insight

/// Where a report goes, and in what form.
struct ReportOutput: ParsableArguments {
  @Flag(name: .customLong("json"), help: "Answer with one JSON document on standard output.")
  var json = false

  @Option(
    help: "Write the picture as SVG; of several, the later ones get -2, -3 … after their name.",
    completion: .file(extensions: ["svg"])
  )
  var svg: String?

  @Option(
    help: "Write one page that needs no other file and no network.",
    completion: .file(extensions: ["html"])
  )
  var html: String?

  @Option(help: "The columns of the text, 40 to 200; else as the terminal has them.")
  var width: Int?

  @Flag(name: .customLong("ascii"), help: "Draw with ASCII alone, whatever the locale.")
  var isASCII = false

  func validate() throws {
    if let width, !(40...200).contains(width) {
      throw ValidationError("--width takes 40 to 200.")
    }
    if svg?.isEmpty ?? false { throw ValidationError("--svg names no file.") }
    if html?.isEmpty ?? false { throw ValidationError("--html names no file.") }
  }

  /// Writes a report: files, where some are named; else JSON or text on standard output.
  func write(_ sheet: ReportSheet) throws {
    if let html {
      try WholeFile.write(sheet.page.html(), to: html)
      TextOutput.note("Written to \(html).")
    }
    if let svg { try writePictures(of: sheet, to: svg) }
    if json { return TextOutput.line(sheet.values.json) }
    guard svg == nil, html == nil else { return }
    let variables = ProcessInfo.processInfo.environment
    let terminal = Terminal(width: width, isASCII: isASCII) { variables[$0] }
    TextOutput.line(terminal.lines(of: sheet.page).joined(separator: "\n"))
  }

  private func writePictures(of sheet: ReportSheet, to path: String) throws {
    let charts = sheet.charts
    guard !charts.isEmpty else {
      throw Failure(.failed, "There is no picture to draw: see the report as text, or --json.")
    }
    for (place, chart) in charts.enumerated() {
      let name = place == 0 ? path : ReportOutput.numbered(path, place + 1)
      try WholeFile.write(chart.svg(), to: name)
      TextOutput.note("Written to \(name): \(chart.title)")
    }
  }

  /// `chart.svg` as `chart-2.svg`.
  private static func numbered(_ path: String, _ number: Int) -> String {
    guard path.utf8.count > 4, path.lowercased().hasSuffix(".svg") else {
      return "\(path)-\(number)"
    }
    return "\(path.dropLast(4))-\(number)\(path.suffix(4))"
  }
}

/// A file that is there as a whole, or as it was before.
enum WholeFile {
  /// Writes a text under a temporary name, brings it to the disk, and gives it its name.
  ///
  /// - Throws: ``Failure`` where the file cannot be written; whatever was there stays.
  static func write(_ text: String, to path: String) throws {
    let target = URL(fileURLWithPath: path)
    let name = ".\(target.lastPathComponent).\(getpid()).partial"
    let partial = target.deletingLastPathComponent().appendingPathComponent(name).path
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(path) }
    let isWritten = write(Array(text.utf8), to: descriptor) && fsync(descriptor) == 0
    close(descriptor)
    guard isWritten, rename(partial, target.path) == 0 else {
      let failure = failure(path)
      unlink(partial)
      throw failure
    }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  private static func failure(_ path: String) -> Failure {
    let reason = String(cString: strerror(errno))
    return Failure(
      .failed,
      "The file \(path) cannot be written: \(reason). See to its folder, or name another."
    )
  }
}
