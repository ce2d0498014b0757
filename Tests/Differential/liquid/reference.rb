# frozen_string_literal: true

# Renders the cases of the differential test with Shopify's Liquid (Debian: ruby-liquid). Reads JSON
# lines and writes a line with the text or the error for each.
require 'json'
require 'liquid'
require 'time'

ENV['TZ'] = 'UTC'

# What Rails adds, and what Shopify therefore has: `blank` works on every value.
class Object
  def blank?
    respond_to?(:empty?) ? !!empty? : !self
  end
end

class String
  def blank?
    match?(/\A[[:space:]]*\z/)
  end
end

class Numeric
  def blank?
    false
  end
end

def value(typed)
  kind, content = typed.first
  case kind
  when 's', 'i', 'b' then content
  when 'd' then content.to_f
  when 'a' then content.map { |element| value(element) }
  when 'o' then content.transform_values { |element| value(element) }
  end
end

$stdin.each_line do |line|
  one = JSON.parse(line)
  outcome =
    begin
      template = Liquid::Template.parse(one['template'], error_mode: :strict)
      { result: template.render!(one['data'].transform_values { |typed| value(typed) }) }
    rescue StandardError, SystemStackError => e
      { error: "#{e.class}: #{e.message}" }
    end
  text =
    begin
      JSON.generate(outcome)
    rescue StandardError => e
      JSON.generate({ error: "result: #{e.class}" })
    end
  puts text
end
