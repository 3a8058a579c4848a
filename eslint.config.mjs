import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: ['dist/**', '.stack/**', 'node_modules/**', 'libs/engine/assembly/**', 'build/**', 'coverage/**'],
  },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'read the environment only in *.config.ts, once, checked at boot',
        },
      ],
      'no-console': 'error',
    },
  },
  {
    files: [
      '**/*.config.ts',
      'stack/**/*.ts',
      'bench/**/*.ts',
      'chaos/**/*.ts',
      'documents/**/*.ts',
      'apps/cli/**/*.ts',
      'test/**/*.ts',
      '**/*.int-spec.ts',
      '**/*.e2e-spec.ts',
      '**/*.full-spec.ts',
      '**/*.browser-spec.ts',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['stack/**/*.ts', 'bench/**/*.ts', 'chaos/**/*.ts', 'documents/**/*.ts', 'apps/cli/**/*.ts', 'test/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['apps/webui/client/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
    // Says only that React's compiler, which is not used, would leave the list of runs alone.
    rules: { 'react-hooks/incompatible-library': 'off' },
  },
  {
    files: ['libs/engine/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'the engine has no clock: time is an argument' },
        { object: 'Math', property: 'random', message: 'the engine draws from its own seeded generator' },
      ],
    },
  },
  {
    files: ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.e2e-spec.ts', '**/*.browser-spec.ts', '**/*.full-spec.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.{cjs,mjs}'],
    languageOptions: {
      globals: {
        require: 'readonly',
        module: 'writable',
        process: 'readonly',
        console: 'readonly',
        __dirname: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        AbortSignal: 'readonly',
      },
    },
  },
);
