# Serves Debian's Redmine on loopback with a new database; RedmineServer.cs starts it and says in the environment where all is kept.
# Arguments: Redmine's folder, port. In the environment: ADMIN_KEY and USER_KEY, API keys of an administrator and of the user "patchbay".
home, port = ARGV
require File.join(home, "config/environment")
require "rack/handler/webrick"

Rails.logger.level = Logger::WARN
ActiveRecord::Migration.verbose = false
ActiveRecord::MigrationContext.new(File.join(home, "db/migrate"), ActiveRecord::SchemaMigration).migrate
ActiveRecord::Base.descendants.each(&:reset_column_information)
Redmine::DefaultData::Loader.load("en")

# Else mails are written beside the requests, and SQLite refuses one of two that are at work on it.
ActionMailer::MailDeliveryJob.queue_adapter = :inline

Setting.rest_api_enabled = "1"
Setting.login_required = "1"
admin = User.find_by_login("admin")
admin.update!(must_change_passwd: false)
patchbay = User.new(firstname: "Patch", lastname: "Bay", mail: "patchbay@example.test")
ann = User.new(firstname: "Ann", lastname: "Other", mail: "ann@example.test")
{ patchbay => "patchbay", ann => "ann" }.each do |user, login|
  user.login = login
  user.password = user.password_confirmation = SecureRandom.hex(16)
  user.save!
end
{ admin => ENV.fetch("ADMIN_KEY"), patchbay => ENV.fetch("USER_KEY") }.each do |user, key|
  Token.create!(user: user, action: "api").update_column(:value, key) # create! makes a value of its own first
end

text = { field_format: "string", is_for_all: true, is_filter: true, tracker_ids: Tracker.pluck(:id) }
IssueCustomField.create!(name: "Patchbay ID", **text)
IssueCustomField.create!(name: "Labels", **text)
IssueCustomField.create!(name: "CVSS score", **text)

# May not go from New to Closed at once, nor back from Closed to New.
status = IssueStatus.all.to_h { |s| [s.name, s] }
stepper = Role.new(name: "Stepper", permissions: Role.find_by_name("Developer").permissions, issues_visibility: "all")
stepper.save!
[%w(New In\ Progress), %w(In\ Progress Resolved), %w(Resolved Closed), %w(Closed Feedback), %w(Feedback In\ Progress)].each do |from, to|
  Tracker.all.each do |tracker|
    WorkflowTransition.create!(role: stepper, tracker: tracker, old_status: status[from], new_status: status[to])
  end
end

# Redmine's own page of a text and whom it would notify, in the formatting that the path names.
turn = Mutex.new
page = lambda do |env|
  turn.synchronize do
    Setting.text_formatting = env["PATH_INFO"].delete("/")
    User.current = admin
    text = env["rack.input"].read.force_encoding("UTF-8")
    answer = { html: ApplicationController.helpers.textilizable(text), notified: Issue.new.send(:scan_for_mentioned_users, text).flatten }
    Setting.text_formatting = "textile"
    [200, { "Content-Type" => "application/json" }, [answer.to_json]]
  end
end
app = Rack::Builder.new do
  use Rack::Lock # for the same reason: tests run side by side, and even reading an issue writes which project was last used
  map("/page") { run page }
  run Rails.application
end.to_app # once: a builder that is called makes all anew for each request, the lock too

Rack::Handler::WEBrick.run(
  app, Host: "127.0.0.1", Port: port.to_i, AccessLog: [], Logger: WEBrick::Log.new(nil, WEBrick::Log::WARN),
  StartCallback: -> { puts "redmine ready"; $stdout.flush })
