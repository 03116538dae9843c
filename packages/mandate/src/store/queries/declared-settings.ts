import { declaredSettings, settingsFaults } from '../tables/declared-settings.ts'
import { insert, query, select } from './query.ts'

export const findSettingsVersion = query({
  name: 'find_settings_version',
  text: 'SELECT COALESCE(MAX(declared_settings.version), 0) AS version FROM declared_settings',
  input: {},
  key: 'alone',
})

export const findDeclaredSettings = query({
  name: 'find_declared_settings',
  text: `SELECT ${select(declaredSettings)} FROM declared_settings
    WHERE declared_settings.version > 0 ORDER BY declared_settings.version DESC LIMIT 1`,
  input: {},
  key: 'alone',
})

/** Whoever is second with a version has made it from one that is no longer current. */
export const declareSettings = query({
  name: 'declare_settings',
  text: `${insert(declaredSettings)}
    ON CONFLICT (version) DO NOTHING
    RETURNING declared_settings.id`,
  input: declaredSettings.columns,
  key: ['id'],
})

export const findAnyGrant = query({
  name: 'find_any_grant',
  text: "SELECT grants.id FROM grants WHERE grants.id > '' LIMIT 1",
  input: {},
  key: 'alone',
})

export const noteSettingsFault = query({
  name: 'note_settings_fault',
  text: `${insert(settingsFaults)}
    ON CONFLICT (id) DO UPDATE
    SET version = excluded.version, problem = excluded.problem, at = excluded.at`,
  input: settingsFaults.columns,
  key: [],
})

/** Those of servers that are gone, too. */
export const clearSettingsFault = query({
  name: 'clear_settings_fault',
  text: `DELETE FROM settings_faults WHERE settings_faults.id = :id OR NOT EXISTS (
      SELECT 1 FROM nodes WHERE nodes.id = settings_faults.id)`,
  input: { id: 'text' },
  key: 'alone',
})

export const listSettingsFaults = query({
  name: 'list_settings_faults',
  text: `SELECT ${select(settingsFaults)} FROM settings_faults
    JOIN nodes ON nodes.id = settings_faults.id ORDER BY settings_faults.id`,
  input: {},
  key: 'alone',
})
