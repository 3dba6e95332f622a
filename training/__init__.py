"""Train the stance model that ships with factbook; nothing here is part of the package."""
