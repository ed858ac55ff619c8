"""How personal data and secrets are recognised; `common.masking` is the door, nobody else imports from here."""
