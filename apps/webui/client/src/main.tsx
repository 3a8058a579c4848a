import './styles/colours.css';
import './styles/base.css';
import './styles/elements.css';
import './styles/frame.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/http';
import { App } from './app';
import { startTheme } from './theme/theme';

const RETRIES = 2;

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // What was refused stays refused; what did not answer may answer yet.
      retry: (failures, error) =>
        failures < RETRIES && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      staleTime: 5_000,
    },
  },
});

startTheme();
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
